# Two commands are all a newcomer needs: `make demo` and `make test`. Both set up .venv first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
TORCH_VERSION := 2.13.0
# Where the CPU build of PyTorch comes from; another index or a GPU build can be named on the command line.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
PACKAGES := bot index sources

.PHONY: setup demo test lint eval bench bench-peers bench-growth mutants fuzz screenshots clean

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt scripts/setup.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" TORCH_VERSION="$(TORCH_VERSION)" TORCH_INDEX="$(TORCH_INDEX)" bash scripts/setup.sh
	@touch $@

demo: setup
	@$(BIN)/python -m bot.demo --data .demo

test: setup
	@$(BIN)/python -m pytest -n 2 --dist loadfile

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# Figures for your own texts: make eval DATA=statements.jsonl (attribution)
# or for your own questions: make eval DOCS=docs.jsonl QUERIES=queries.jsonl [DATA=folder to keep the index in] (retrieval)
eval: setup
	@test -n "$(DOCS)$(DATA)" || { echo "make eval DATA=statements.jsonl, or make eval DOCS=docs.jsonl QUERIES=queries.jsonl [DATA=folder]"; exit 2; }
	@$(BIN)/briefbot $(if $(DOCS),$(if $(DATA),--data $(DATA)) eval --corpus $(DOCS) --queries $(QUERIES),eval --statements $(DATA))

# What a question costs over 50,000 passages: make bench [PASSAGES=50000]
bench: setup
	@$(BIN)/python benchmarks/ask.py --passages $(or $(PASSAGES),50000)

# Beside the libraries of the extra `bench`, in an environment of their own that sees this one's packages: make bench-peers DOCS=docs.jsonl QUERIES=queries.jsonl [PASSAGES=5000]
bench-peers: $(VENV)-bench/.ready
	@$(VENV)-bench/bin/python benchmarks/peers.py --docs $(DOCS) --queries $(QUERIES) --passages $(or $(PASSAGES),0)

$(VENV)-bench/.ready: $(VENV)/.ready
	@$(PYTHON) -m venv $(VENV)-bench
	@$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > "$$($(VENV)-bench/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/beside.pth"
	@$(VENV)-bench/bin/python -m pip install --quiet --editable '.[bench]'
	@touch $@

# From 10,000 to 300,000 passages, some 3 GB in WORK: make bench-growth DATA=embedded-folder QUERIES=queries.jsonl WORK=folder
bench-growth: setup
	@$(BIN)/python benchmarks/growth.py --data $(DATA) --queries $(QUERIES) --work $(WORK) --plot docs/growth.png

# Mutation testing of the modules where the laws live (some 20 minutes)
mutants: setup
	@$(BIN)/mutmut run
	@$(BIN)/mutmut results

# Coverage-guided fuzzing of every reader and of web addresses, so many seconds each: make fuzz [SECONDS=600] [READERS="html pdf"]
fuzz: setup
	@$(BIN)/python -c "import atheris" 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt 'atheris==3.0.0'
	@PYTHON=$(BIN)/python bash scripts/fuzz.sh $(or $(SECONDS),600) $(READERS)

# The pictures of the README, from the preview in headless Chromium
screenshots: setup
	@$(BIN)/python scripts/screenshots.py

clean:
	rm -rf $(VENV) $(VENV)-bench .demo mutants .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build *.egg-info
