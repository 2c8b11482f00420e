# Everything a person needs to type. `make run` and `make test` set up what is missing by themselves.

SWIFT ?= swift
VENV := .build/client-tests

.PHONY: help run test check release lint format test-clients accuracy bench evasion differential clean packages

help:
	@echo "make run           build, show one exchange before and after, keep serving"
	@echo "make test          every test that needs no network"
	@echo "make check         format lint, strict build, tests: what a commit must pass"
	@echo "make test-clients  the openai SDK against the real program (installs it from PyPI)"
	@echo "make accuracy      scores on the annotated texts, if they are at hand"
	@echo "make bench         speed beside PCRE2 and Vectorscan, costs, allocations"
	@echo "make evasion       a table of disguises and how often each is seen through"
	@echo "make differential  a hundred thousand texts searched with and without triggers"
	@echo "make format        brings the sources into form"

run: release
	.build/release/cloakroom demo

test: packages
	$(SWIFT) test --explicit-target-dependency-import-check error

check: packages lint
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	$(SWIFT) test --skip-build

release: packages
	$(SWIFT) build -c release --product cloakroom

lint:
	$(SWIFT) format lint --strict --configuration .swift-format -r Sources Tests benchmarks/Sources Package.swift

format:
	$(SWIFT) format --in-place --configuration .swift-format -r Sources Tests benchmarks/Sources Package.swift

test-clients: release
	@deploy/python-environment $(VENV) Tests/ClientTests/requirements.txt
	$(VENV)/bin/python -m pytest -q Tests/ClientTests

# The figures in the README's accuracy table.
accuracy: release
	@if [ -d ../shared/data ]; then \
		../shared/eval/score.py ../shared/data/dev/school.jsonl --run '.build/release/cloakroom scan --jsonl'; \
	else \
		echo "skipped: the annotated texts are not at ../shared/data"; \
	fi

# Scanning beside PCRE2 and Vectorscan, in one run. Record it below benchmarks/record with a paragraph of analysis.
bench: packages
	@deploy/system-packages hs/hs.h libvectorscan-dev
	@touch benchmarks/Package.swift # or SwiftPM may not see files that are new in the package above
	$(SWIFT) run -c release --package-path benchmarks --scratch-path .build/benchmarks CloakroomBenchmarks

# Thirty values of each kind in each disguise; `make check` takes four.
evasion: packages
	CLOAKROOM_SAMPLES=30 $(SWIFT) test --filter "is seen through"

differential: packages
	CLOAKROOM_TEXTS=100000 $(SWIFT) test --filter "finds what each pattern finds on its own"

packages:
	@deploy/system-packages

clean:
	$(SWIFT) package clean
