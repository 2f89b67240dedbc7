# Every target makes the virtual environment that it needs; none needs another to have run before.
# The wheel is compiled once per state of the sources and installed into each environment.

PYTHON ?= python3
JOBS ?= auto
ROUNDS ?= 0
export PIP_DISABLE_PIP_VERSION_CHECK = 1

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PACKAGE := $(shell find src -type f -not -name '*.so' -not -path '*/__pycache__/*' 2>/dev/null)
NATIVE := $(filter src/native/%.cpp,$(PACKAGE))
HEADERS := $(filter src/native/%.hpp,$(PACKAGE))
SANITIZED := tests/storage tests/indexing tests/search tests/suggestions tests/results tests/differential
WHEEL := build/wheel/.built
WHEEL_FILE = $$(ls build/wheel/*.whl)

say = @printf '\033[1m%s\033[0m\n' '$(1)'

# ---------------------------------------------------------------- for people

.PHONY: help
help:
	@echo 'make demo      index the sample articles of seeds/ and answer five questions'
	@echo 'make test      the tests, in a few minutes'
	@echo 'make test-all  the tests, the long ones too'
	@echo 'make torture   crash, corruption and differential tests with fresh seeds until stopped; goes on where it stopped'
	@echo 'make check     formatting, types, lint, import rules, generated files'
	@echo 'make bench     benchmarks, compared with the run before'
	@echo 'make docs      the site of the documentation, in build/site'
	@echo 'make sanitize  the tests of the engine on a build that watches every memory access (needs g++)'
	@echo 'make dev       an editable installation in .venv/dev that recompiles on import'
	@echo 'make clean     remove what the other targets made'
	@echo 'With PYTHON=python3.13 another Python is used, with JOBS=4 the tests run in four processes.'

.PHONY: demo
demo: .venv/demo/.ready
	@rm -rf build/demo
	$(call say,Indexing seeds/ into index/)
	@.venv/demo/bin/searchlib index seeds/ --gazetteer seeds/gazetteer.names --index index/
	@bash tools/demo.sh .venv/demo/bin/searchlib index/

.PHONY: test
test: .venv/test/.ready
	$(call say,Running the tests)
	@.venv/test/bin/python -m pytest -q --benchmark-disable -n $(JOBS) tests

.PHONY: test-all
test-all: .venv/test/.ready
	$(call say,Running all tests)
	@SEARCHLIB_LONG=1 .venv/test/bin/python -m pytest -q --benchmark-disable -n $(JOBS) tests

.PHONY: torture
torture: .venv/test/.ready
	@.venv/test/bin/python tools/torture.py --rounds $(ROUNDS)

# Python is no instrumented program, so the runtime of the sanitizer is loaded before it, and the C++ library with it,
# as the runtime looks for the functions that throw when it starts. What Python keeps until its end is no leak of ours.
.PHONY: sanitize
sanitize: .venv/sanitize/.ready
	$(call say,Running the tests of the engine under the sanitizers)
	@LD_PRELOAD="$$(g++ -print-file-name=libasan.so) $$(g++ -print-file-name=libstdc++.so)" PYTHONMALLOC=malloc \
	    ASAN_OPTIONS=detect_leaks=0:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1 \
	    .venv/sanitize/bin/python -m pytest -q --benchmark-disable -n $(JOBS) $(SANITIZED)

.PHONY: bench
bench: .venv/bench/.ready
	$(call say,Running the benchmarks)
	@.venv/bench/bin/python tools/bench.py

.PHONY: docs
docs: .venv/docs/.ready
	$(call say,Building the site of the documentation in build/site)
	@NO_MKDOCS_2_WARNING=1 .venv/docs/bin/mkdocs build --quiet --strict --clean

.PHONY: dev
dev: .venv/dev/.ready
	@echo 'Ready: . .venv/dev/bin/activate'

.PHONY: clean
clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
	find index -mindepth 1 -not -name .gitignore -delete

# ---------------------------------------------------------------- the checks

CHECKS := check-ruff check-mypy check-pyright check-imports check-sizes check-tables check-stub check-kernels \
          check-dependencies check-performance check-clang-format check-clang-tidy
.PHONY: check $(CHECKS)
check: $(CHECKS)
	$(call say,All checks passed)

check-ruff: .venv/check/.ready
	$(call say,ruff)
	@.venv/check/bin/ruff check --quiet .
	@.venv/check/bin/ruff format --quiet --diff .

check-mypy: .venv/check/.ready
	$(call say,mypy)
	@.venv/check/bin/mypy --no-error-summary

check-pyright: .venv/check/.ready
	$(call say,pyright)
	@.venv/check/bin/pyright --pythonpath .venv/check/bin/python

check-imports: .venv/check/.ready
	$(call say,Import rules)
	@PYTHONPATH=src .venv/check/bin/lint-imports --no-logo --no-cache
	@.venv/check/bin/python tools/check_native_imports.py

check-sizes: .venv/check/.ready
	$(call say,Sizes of files and functions)
	@.venv/check/bin/python tools/check_sizes.py

check-tables: .venv/check/.ready
	$(call say,Generated tables)
	@.venv/check/bin/python tools/check_tables.py

check-stub: .venv/check/.ready
	$(call say,The stub of the native module)
	@.venv/check/bin/python tools/make_stub.py --check

check-kernels: .venv/check/.ready
	$(call say,The object code of the kernels)
	@.venv/check/bin/python tools/check_kernel_symbols.py

check-dependencies: .venv/check/.ready
	$(call say,docs/dependencies.md)
	@.venv/check/bin/python tools/import_costs.py --check

check-performance: .venv/check/.ready
	$(call say,docs/performance.md)
	@.venv/check/bin/python benchmarks/report.py --check

check-clang-format: .venv/check/.ready
	$(call say,clang-format)
	@.venv/check/bin/clang-format --dry-run -Werror $(NATIVE) $(HEADERS)

check-clang-tidy: .venv/check/.ready build/check/compile_commands.json
	$(call say,clang-tidy)
	@printf '%s\n' $(NATIVE) | xargs -P "$$(getconf _NPROCESSORS_ONLN)" -n 1 \
	    .venv/check/bin/clang-tidy --quiet -p build/check 2>&1 | \
	    { grep -v 'warnings generated\|^Suppressed\|^Use -header-filter\|^Use -system-headers' || true; }

build/check/compile_commands.json: .venv/check/.ready CMakeLists.txt $(NATIVE)
	@$(TOOLCHAIN) .venv/build/bin/cmake -S . -B build/check -G Ninja -DCMAKE_BUILD_TYPE=Release --log-level=WARNING \
	    -DCMAKE_MAKE_PROGRAM="$(CURDIR)/.venv/build/bin/ninja" -DSKBUILD_PROJECT_VERSION=0 \
	    -DPython_EXECUTABLE="$(CURDIR)/.venv/build/bin/python" $(DEFINITIONS) >/dev/null
	@touch $@

.PHONY: stub format
stub: .venv/check/.ready
	@.venv/check/bin/python tools/make_stub.py

format: .venv/check/.ready
	@.venv/check/bin/ruff check --quiet --fix . || true
	@.venv/check/bin/ruff format --quiet .
	@.venv/check/bin/clang-format -i $(NATIVE) $(HEADERS)

# ---------------------------------------------------------------- the wheel and the environments

# Where there is no C++ compiler, the one in the PyPI package ziglang takes its place.
ifeq ($(origin CXX),default)
  COMPILER := $(shell command -v c++ || command -v g++ || command -v clang++)
else
  COMPILER := $(CXX)
endif
DEFINITIONS := -DPython_INCLUDE_DIR=$(CURDIR)/build/python-headers/include
TOOLCHAIN_READY := build/python-headers/.ready
ifeq ($(COMPILER),)
  ZIG := $(CURDIR)/build/zig
  DEFINITIONS += -DCMAKE_AR=$(ZIG)/ar -DCMAKE_RANLIB=$(ZIG)/ranlib
  TOOLCHAIN := CC=$(ZIG)/cc CXX=$(ZIG)/c++ CMAKE_ARGS="$(DEFINITIONS)"
  TOOLCHAIN_READY += build/zig/.ready
else
  # By name: otherwise the compiler is asked for that Python was made with, which may not be here.
  TOOLCHAIN := CXX="$(COMPILER)" CMAKE_ARGS="$(DEFINITIONS)"
endif

# Holds the Python at hand and what pyproject.toml requires; the environments are made anew where either changes.
build/requirements: FORCE
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo 'searchlib needs Python 3.11 or later, and "$(PYTHON)" is not; name one: make PYTHON=python3.12 …' >&2; exit 1; }
	@mkdir -p build
	@$(PYTHON) -c 'import sys, tomllib; t = tomllib.load(open("pyproject.toml", "rb")); \
	    print(sys.executable, sys.version, t["build-system"], t["project"], t["tool"]["scikit-build"])' > $@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
.PHONY: FORCE
FORCE:

# A new, empty environment in the folder of the target.
define environment
@rm -rf $(@D)
@mkdir -p .venv
@$(PYTHON) -m venv $(@D) || { echo 'the module venv is missing: on Debian and Ubuntu, apt install python3-venv' >&2; exit 1; }
endef

.venv/build/.ready: build/requirements
	$(call say,Preparing the build in .venv/build)
	$(environment)
	@$(@D)/bin/python -m pip install -qq 'scikit-build-core>=1.1' 'nanobind>=3.1' 'cmake>=3.26' ninja $(if $(ZIG),ziglang)
	@touch $@

build/python-headers/.ready: build/requirements tools/fetch_python_headers.py
	@$(PYTHON) tools/fetch_python_headers.py $(@D)
	@touch $@

build/zig/.ready: .venv/build/.ready
	@echo 'There is no C++ compiler: using the one of the PyPI package ziglang'
	@$(CURDIR)/.venv/build/bin/python tools/make_zig_wrappers.py build/zig
	@touch $@

$(WHEEL): .venv/build/.ready $(TOOLCHAIN_READY) $(PACKAGE) CMakeLists.txt $(wildcard README.md) LICENSE
	$(call say,Compiling searchlib (about a minute))
	@mkdir -p $(@D)
	@rm -f $(@D)/*.whl
	@PATH="$(CURDIR)/.venv/build/bin:$$PATH" $(TOOLCHAIN) .venv/build/bin/python -m pip wheel -qq --no-deps \
	    --no-build-isolation --config-settings=build-dir=build/cmake --wheel-dir $(@D) .
	@touch $@

.venv/%/.made: build/requirements
	$(environment)
	@touch $@

EXTRAS_demo :=
EXTRAS_test := [test]
EXTRAS_check := [check,test]
EXTRAS_bench := [bench]
.PRECIOUS: .venv/%/.made
.venv/%/.ready: .venv/%/.made $(WHEEL)
	$(call say,Installing searchlib$(EXTRAS_$*) in $(@D))
	@$(@D)/bin/python -m pip uninstall -qq --yes searchlib 2>/dev/null
	@$(@D)/bin/python -m pip install -qq "$(WHEEL_FILE)$(EXTRAS_$*)"
	@touch $@

build/sanitize/.built: .venv/build/.ready build/python-headers/.ready $(PACKAGE) CMakeLists.txt
	$(call say,Compiling searchlib with AddressSanitizer and UndefinedBehaviorSanitizer (some minutes))
	@command -v g++ >/dev/null || { echo 'make sanitize needs g++ with libasan' >&2; exit 1; }
	@mkdir -p $(@D)
	@rm -f $(@D)/*.whl
	@PATH="$(CURDIR)/.venv/build/bin:$$PATH" CXX=g++ CMAKE_ARGS="$(DEFINITIONS)" .venv/build/bin/python -m pip wheel -qq --no-deps \
	    --no-build-isolation --config-settings=build-dir=build/cmake-sanitize --wheel-dir $(@D) \
	    --config-settings=cmake.define.SEARCHLIB_SANITIZE=ON .
	@touch $@

.venv/sanitize/.ready: .venv/sanitize/.made build/sanitize/.built
	@$(@D)/bin/python -m pip uninstall -qq --yes searchlib 2>/dev/null
	@$(@D)/bin/python -m pip install -qq "$$(ls build/sanitize/*.whl)[test]"
	@touch $@

# The site is made of the pages alone.
.venv/docs/.ready: .venv/docs/.made
	$(call say,Installing mkdocs in $(@D))
	@$(PYTHON) -c 'import tomllib; project = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
	    print(*project["optional-dependencies"]["docs"], sep="\n")' > $(@D)/requirements
	@$(@D)/bin/python -m pip install -qq --requirement $(@D)/requirements
	@touch $@

.venv/dev/.ready: .venv/dev/.made $(TOOLCHAIN_READY)
	$(call say,Installing searchlib in .venv/dev from the sources)
	@.venv/dev/bin/python -m pip install -qq 'scikit-build-core>=1.1' 'nanobind>=3.1' 'cmake>=3.26' ninja pre-commit
	@PATH="$(CURDIR)/.venv/dev/bin:$$PATH" $(TOOLCHAIN) .venv/dev/bin/python -m pip install -qq --no-build-isolation \
	    --config-settings=build-dir=build/editable --config-settings=editable.rebuild=true --editable '.[test,check]'
	@touch $@
