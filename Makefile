# Everything a person needs to type. `make run` and `make test` set up what is missing by themselves.

SWIFT ?= swift
VENV := .build/client-tests

.PHONY: help run test check release lint format test-clients accuracy misses rules-diff names matters misfires names-score roster-score suites tamper crash postgresql test-postgresql bench bench-gateway evasion differential fuzz fuzz-build clean packages

help:
	@echo "make run           build, show one exchange before and after, keep serving"
	@echo "make test          every test that needs no network"
	@echo "make check         format lint, strict build, tests: what a commit must pass"
	@echo "make test-clients  eight clients of AI services against the real program (installs them from PyPI);"
	@echo "                   DIRECT=1 points them at the stand-in itself: what no gateway can change"
	@echo "make accuracy      scores on the annotated texts, if they are at hand"
	@echo "make misses        ten things missed in the annotated texts, and at which step each failed"
	@echo "make rules-diff    what the rules find otherwise than those of another commit: FROM=… CORPUS=…"
	@echo "make names         trains the name model anew, if the annotated texts are at hand (a minute)"
	@echo "make matters       trains the model of what is told about somebody anew (a second), and measures it"
	@echo "make misfires      how often news, stories, code and nonsense are taken for telling something, if the texts are at hand"
	@echo "make names-score   how well names are found, by set, and false alarms on texts about nobody"
	@echo "make roster-score  how well names are found with a roster of the annotated people, if the texts are at hand"
	@echo "make suites        other projects' test cases, if they are at hand"
	@echo "make tamper        TAMPER_COUNT (10,000) altered logs, which both verifiers of the evidence must find"
	@echo "make crash         kills the gateway CRASH_ROUNDS times (1,000) under load, and looks what its evidence says"
	@echo "make test-postgresql  two gateways and a PostgreSQL that is stopped and killed under load (installs it from Debian)"
	@echo "make bench         speed beside PCRE2 and Vectorscan, costs, allocations"
	@echo "make bench-gateway the gateway under load: latency, requests a second, streams, memory; beside nginx"
	@echo "make evasion       a table of disguises and how often each is seen through"
	@echo "make differential  a hundred thousand texts searched with and without triggers"
	@echo "make fuzz          libFuzzer against views, tokens and the scanner, FUZZ_SECONDS each (600)"
	@echo "make format        brings the sources into form"

run: release
	.build/release/cloakroom demo

# Tests that talk to servers run apart from those that compute for minutes, and from those that wait for programs, or they
# would wait for a processor until their time is up.
SERVERS := GatewayTests|CommandTests

test: packages
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	$(SWIFT) test --skip-build --skip '$(SERVERS)'
	$(SWIFT) test --skip-build --filter GatewayTests
	$(SWIFT) test --skip-build --filter CommandTests

check: lint test
	$(MAKE) fuzz FUZZ_SECONDS=20

release: packages
	$(SWIFT) build -c release --product cloakroom

lint:
	$(SWIFT) format lint --strict --configuration .swift-format -r Sources Tests benchmarks/Sources Package.swift

format:
	$(SWIFT) format --in-place --configuration .swift-format -r Sources Tests benchmarks/Sources Package.swift

# With DIRECT=1 the clients talk to the stand-in: so a test cannot expect what no endpoint answers.
test-clients: release
	@deploy/python-environment $(VENV) Tests/ClientTests/requirements.txt
	CLOAKROOM_CLIENT_TESTS_DIRECT=$(DIRECT) $(VENV)/bin/python -m pytest -q Tests/ClientTests

# The figures in the README's accuracy table.
accuracy: release
	@if [ -d ../shared/data ]; then \
		../shared/eval/score.py ../shared/data/dev/school.jsonl --run '.build/release/cloakroom scan --jsonl'; \
	else \
		echo "skipped: the annotated texts are not at ../shared/data"; \
	fi

# At which step what is missed in the annotated prompts failed.
misses: release
	@if [ -d ../shared/data ]; then \
		Tests/Suites/misses.py .build/release/cloakroom ../shared/data/dev/school.jsonl 10; \
	else \
		echo "skipped: the annotated texts are not at ../shared/data"; \
	fi

# What changed over a corpus since the rules of another commit: make rules-diff FROM=HEAD~1 CORPUS=prompts.jsonl
FROM ?= HEAD
CORPUS ?= ../shared/data/dev/school.jsonl
rules-diff: release
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && git archive $(FROM) rules | tar -x -C "$$folder" && \
		.build/release/cloakroom rules diff "$$folder/rules" rules --corpus $(CORPUS)

# The model is made of the annotated texts and of fixtures/training, the same from the same.
names: packages
	@if [ -d ../shared/data ]; then \
		$(SWIFT) run -c release train-names train --data ../shared/data --out rules/models/names.model; \
	else \
		echo "skipped: the annotated texts are not at ../shared/data"; \
	fi

# From our own texts alone.
matters: packages
	$(SWIFT) run -c release train-names matters --out rules/models/matters.model

# The figures in rules/models/MODEL.md.
names-score: release
	@Tests/Suites/benign.py .build/release/cloakroom fixtures/benign/benign.jsonl
	@if [ -d ../shared/data ]; then \
		for set in tests/ewt tests/wnut17 tests/btc_f tests/ambientmeta_ambiguous_contextual dev/school; do \
			echo $$set; \
			../shared/eval/score.py ../shared/data/$$set.jsonl --only PERSON --run '.build/release/cloakroom scan --jsonl' \
				| grep -E '^type|^PERSON|^traps'; \
		done; \
	else \
		echo "skipped: the annotated texts are not at ../shared/data"; \
	fi

# Texts from elsewhere that the model of matters takes for telling something about somebody.
misfires: release
	@if [ -d ../shared/data ]; then \
		Tests/Suites/misfires.py .build/release/cloakroom ../shared/data/train; \
	else \
		echo "skipped: the annotated texts are not at ../shared/data"; \
	fi

# With a roster of the annotated people, alone and among a hundred thousand others.
roster-score: release
	@if [ -d ../shared/data ]; then \
		Tests/Suites/roster.py .build/release/cloakroom ../shared/data/dev/school.jsonl; \
		Tests/Suites/roster.py .build/release/cloakroom ../shared/data/dev/school.jsonl --crowd 100000; \
	else \
		echo "skipped: the annotated texts are not at ../shared/data"; \
	fi

# Other projects' test cases, if they are at hand.
suites: release
	@if [ -d ../shared/data/tests ]; then \
		Tests/Suites/suites.py .build/release/cloakroom ../shared/data/tests; \
	else \
		echo "skipped: the sets are not at ../shared/data/tests"; \
	fi

# Evidence altered in every way we know of. SECOND is the command of another verifier, which must say the same.
TAMPER_COUNT ?= 10000
SECOND ?= .build/release/cloakroom audit verify
tamper: release
	@deploy/python-environment $(VENV) Tests/ClientTests/requirements.txt
	$(VENV)/bin/python Tests/Suites/tamper.py --count $(TAMPER_COUNT) --second '$(SECOND)'

# About an hour; CI kills it fifty times.
CRASH_ROUNDS ?= 1000
crash: release
	Tests/Suites/crash.py .build/release/cloakroom --rounds $(CRASH_ROUNDS)

# Builds the program with its trait, in place of the one without: its packages are built already. A cluster of its own is made.
postgresql: packages
	@deploy/system-packages postgresql/libpq-fe.h libpq-dev ../lib/postgresql postgresql
	$(SWIFT) build -c release --product cloakroom --traits PostgreSQL

test-postgresql: postgresql
	@deploy/python-environment $(VENV) Tests/ClientTests/requirements.txt
	$(VENV)/bin/python Tests/Suites/postgresql.py .build/release/cloakroom

# Scanning beside PCRE2 and Vectorscan, in one run. Record it below benchmarks/record with a paragraph of analysis.
bench: packages
	@deploy/system-packages hs/hs.h libvectorscan-dev
	@touch benchmarks/Package.swift # or SwiftPM may not see files that are new in the package above
	$(SWIFT) run -c release --package-path benchmarks --scratch-path .build/benchmarks CloakroomBenchmarks

# The gateway under load, beside nginx in front of the same stand-in.
bench-gateway: release
	@deploy/system-packages ../bin/wrk wrk ../sbin/nginx nginx
	benchmarks/gateway.py .build/release/cloakroom

# Thirty values of each kind in each disguise; `make check` takes four.
evasion: packages
	CLOAKROOM_SAMPLES=30 $(SWIFT) test --filter "is seen through"

differential: packages
	CLOAKROOM_TEXTS=100000 $(SWIFT) test --filter "finds what each pattern finds on its own"

FUZZ_SECONDS ?= 600
FUZZ := .build/fuzz
FUZZ_FLAGS = -c release --sanitize address -Xswiftc -enable-testing \
	-Xswiftc -sanitize-coverage=edge,inline-8bit-counters,pc-table \
	-Xswiftc -use-ld=lld -Xlinker $(LIBFUZZER) -Xlinker -lstdc++ -Xlinker -lm
# The part of libFuzzer without a main function, as the toolchain has it.
LIBFUZZER = $(firstword $(wildcard $(dir $(shell which $(SWIFT)))../lib/clang/*/lib/linux/libclang_rt.fuzzer_no_main-*.a) \
	$(wildcard $(dir $(shell readlink -f "$$(which $(SWIFT))"))../lib/clang/*/lib/linux/libclang_rt.fuzzer_no_main-*.a))

fuzz-build: packages
	@touch Tests/Fuzz/Package.swift # or SwiftPM may not see files that are new in the package above
	$(SWIFT) build --package-path Tests/Fuzz --scratch-path $(FUZZ) $(FUZZ_FLAGS)

# Without the backtracer, which holds a run up for minutes after a crash. A text that breaks a promise is left in
# .build/fuzz-found; put it below fixtures/fuzz/TARGET, and it is tried first for ever after.
fuzz: fuzz-build
	@mkdir -p .build/fuzz-found .build/fuzz-corpus/view .build/fuzz-corpus/tokens .build/fuzz-corpus/scanner
	$(FUZZ)/release/CloakroomFuzz seeds .build/fuzz-seeds
	@for target in view tokens scanner; do \
		SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 $(FUZZ)/release/CloakroomFuzz $$target \
			-max_total_time=$(FUZZ_SECONDS) -max_len=2048 -timeout=20 -print_final_stats=1 -verbosity=0 \
			-artifact_prefix=.build/fuzz-found/$$target- .build/fuzz-corpus/$$target .build/fuzz-seeds $$(ls -d fixtures/fuzz/$$target 2>/dev/null) || exit 1; \
	done

packages:
	@deploy/system-packages

clean:
	$(SWIFT) package clean
