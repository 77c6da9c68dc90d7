# The press room's commands; `make help` lists them. Only Python 3.11 or later and make are needed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .make
PORT ?= 8000
export PORT
POSTGRES_URL ?= postgres://root@127.0.0.1:5432/test
SIZES ?= 500 5000
STATIC_SOURCES := $(shell find static -type f 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run dev test test-fast test-postgres test-browser test-servers check bench score ablate weights drill readers charts licences sbom vulnerabilities format lint types layers migrations requirements messages audit audit-access audit-html lighthouse screenshots fonts print-fonts clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name it with make PYTHON=…")'
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/run: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements-dev.txt $(STAMPS)/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/static: $(STAMPS)/run $(STATIC_SOURCES) pressroom/settings.py pressroom/storage.py
	$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

run: $(STAMPS)/run $(STAMPS)/static ## Serve the site as in production, with demo content in an empty database
	$(BIN)/python manage.py migrate --check --verbosity 0 >/dev/null 2>&1 || $(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py load_demo --if-empty --with-editor
	$(BIN)/python manage.py rebuild_search --if-needed
	$(BIN)/python manage.py make_data --if-needed
	@echo "The press room: http://127.0.0.1:$(PORT)/  (Ctrl-C ends it)"
	$(BIN)/gunicorn pressroom.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --access-logfile - --log-level warning

dev: $(STAMPS)/dev ## Serve the site with Django's own server, which shows errors and reloads
	DEBUG=true $(BIN)/python manage.py migrate --check --verbosity 0 >/dev/null 2>&1 || DEBUG=true $(BIN)/python manage.py migrate --verbosity 0
	DEBUG=true $(BIN)/python manage.py load_demo --if-empty --with-editor
	DEBUG=true $(BIN)/python manage.py rebuild_search --if-needed
	DEBUG=true $(BIN)/python manage.py runserver $(PORT)

test: $(STAMPS)/dev ## Run the tests on SQLite
	env -u DATABASE_URL $(BIN)/python -m pytest -n auto

test-fast: $(STAMPS)/dev ## Run the tests on SQLite without the ten slowest
	env -u DATABASE_URL $(BIN)/python -m pytest -n auto -m "not slow and not drill"

test-postgres: $(STAMPS)/dev ## Run the tests on PostgreSQL, at POSTGRES_URL, but those of pages, of files and of rooms that know no database
	DATABASE_URL=$(POSTGRES_URL) $(BIN)/python -m pytest -n auto $(addprefix --ignore=tests/,document intake presentation exports citations feeds views admin/accounts admin/imports admin/exchange admin/widgets admin/conference admin/revisions admin/names admin/changelist share_cards upgrade management/test_generate_corpus.py management/test_load_demo.py admin/editing/test_stale_forms.py admin/test_budgets.py api/test_schema_cases.py test_head_fields.py test_hostile_parameters.py test_memory.py test_documents.py test_translations.py test_third_language.py test_templates.py test_compiled_templates.py test_styles.py test_static_files.py test_text.py test_settings.py test_format_templates.py)

test-browser: $(STAMPS)/dev ## Run the tests in a real browser (Chromium must be installed; its headless shell, where it is, takes a quarter less time)
	$(BIN)/python -m pytest -o addopts=--strict-markers -n 2 --dist loadfile tests/browser

test-servers: $(STAMPS)/dev ## Run the site on real servers: nginx, a replica, pgbouncer, Redis (PostgreSQL and all four must be installed)
	$(BIN)/python -m pytest -o addopts=--strict-markers tests/servers

audit: audit-access audit-html lighthouse ## Audit the readers' pages: axe, the Nu checker, Lighthouse

audit-access: $(STAMPS)/dev ## Ask axe about every type of page; weigh the pages (Chromium must be installed)
	AXE=all $(BIN)/python -m pytest -o addopts=--strict-markers tests/browser/test_access.py tests/browser/test_weight.py

audit-html: $(STAMPS)/dev ## Ask the newest Nu checker about the HTML of every type of page (needs Java and npm)
	npm install --silent --no-audit --no-fund --prefix $(STAMPS)/vnu vnu-jar
	VNU_JAR=$(STAMPS)/vnu/node_modules/vnu-jar/build/dist/vnu.jar $(BIN)/python -m pytest -o addopts=--strict-markers tests/browser/test_markup.py

lighthouse: $(STAMPS)/dev ## Ask Lighthouse about five pages (needs npm and Chromium)
	$(BIN)/python -m tools.run_lighthouse $(STAMPS)/lighthouse

screenshots: $(STAMPS)/dev ## Take the pictures in docs/screenshots/ again (Chromium must be installed)
	$(BIN)/python -m tools.take_screenshots

fonts: $(STAMPS)/dev ## Cut the readers' typeface again from its source (needs npm)
	$(BIN)/python -m pip install --quiet --target $(STAMPS)/fonttools fonttools brotli
	npm install --silent --no-audit --no-fund --prefix $(STAMPS)/fonts @fontsource-variable/source-serif-4
	PYTHONPATH=$(STAMPS)/fonttools $(BIN)/python tools/make_fonts.py $(STAMPS)/fonts/node_modules/@fontsource-variable/source-serif-4/files

print-fonts: $(STAMPS)/dev ## Cut the typefaces of PDF files again from their sources (needs npm)
	$(BIN)/python -m pip install --quiet --target $(STAMPS)/fonttools fonttools brotli
	npm install --silent --no-audit --no-fund --prefix $(STAMPS)/fonts @expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/source-serif-4@0.4.1
	PYTHONPATH=$(STAMPS)/fonttools $(BIN)/python tools/make_print_fonts.py $(STAMPS)/fonts/node_modules/@expo-google-fonts

drill: $(STAMPS)/dev ## Run the long attacks in full: random lives of the site, two editors at once, processes killed at random, properties on fifteen times as many examples, 100,000 odd files, the servers beside the site killed and behind, Word files against LibreOffice if it is there; docs/drill.md and docs/intake.md have the figures
	LIFE_ROUNDS=150 LIFE_STEPS=30 ROUNDS=200 $(BIN)/python -m pytest tests/test_life.py tests/admin/editing/test_two_at_once.py
	LIFE_ROUNDS=150 LIFE_STEPS=30 ROUNDS=200 DATABASE_URL=$(POSTGRES_URL) $(BIN)/python -m pytest tests/test_life.py tests/admin/editing/test_two_at_once.py
	KILLS=40 $(BIN)/python -m pytest -s tests/test_kills.py
	KILLS=40 DATABASE_URL=$(POSTGRES_URL) $(BIN)/python -m pytest -s tests/test_kills.py
	MOMENTS=all $(BIN)/python -m pytest -n auto tests/test_changes_between_queries.py
	MOMENTS=all DATABASE_URL=$(POSTGRES_URL) $(BIN)/python -m pytest -n auto tests/test_changes_between_queries.py
	DOORS=all $(BIN)/python -m pytest tests/test_public_doors.py
	DOORS=all DATABASE_URL=$(POSTGRES_URL) $(BIN)/python -m pytest tests/test_public_doors.py
	EXAMPLES=5 $(BIN)/python -m pytest -n auto -m hypothesis
	EXAMPLES=5 $(BIN)/python -m pytest -n auto tests/intake/readers tests/intake/recordings
	$(BIN)/python -m pytest -m drill
	DATABASE_URL=$(POSTGRES_URL) $(BIN)/python -m pytest -m drill
	DATABASE_URL=$(POSTGRES_URL) $(BIN)/python -m pytest -n auto tests/views tests/feeds tests/admin/accounts tests/admin/test_budgets.py tests/test_head_fields.py tests/admin/imports tests/admin/exchange tests/admin/widgets tests/admin/conference tests/admin/revisions tests/admin/names tests/admin/changelist tests/share_cards tests/upgrade tests/management/test_generate_corpus.py tests/management/test_load_demo.py tests/admin/editing/test_stale_forms.py tests/api/test_schema_cases.py tests/test_hostile_parameters.py tests/test_memory.py
	COPIES=99 DATABASE_URL=$(POSTGRES_URL) $(BIN)/python -m pytest tests/test_statement_plans.py
	LAYOUTS=5000 $(BIN)/python -m pytest tests/intake/test_generated_layouts.py tests/intake/test_warnings.py
	INPUTS=100000 $(BIN)/python -m pytest -s tests/intake/test_many_inputs.py tests/intake/test_many_files.py
	CASES=10000 $(BIN)/python -m pytest tests/api/test_schema_cases.py
	$(MAKE) readers
	AXE=all PHONES=all KINDS=all $(BIN)/python -m pytest -o addopts=--strict-markers tests/browser/test_access.py tests/browser/test_archive.py tests/browser/test_desk_access.py tests/browser/test_phones.py tests/browser/test_kinds.py
	SERVERS_LONG=yes $(BIN)/python -m pytest -o addopts=--strict-markers tests/servers
	WORD_FILES=1000 $(BIN)/python -m pytest -rs tests/intake/readers/test_second_opinion.py

# Programs that readers use, which the project does not need: pandoc and ffmpeg come inside packages of PyPI.
$(STAMPS)/readers/done: | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --target $(STAMPS)/readers atoma bibtexparser datasette extruct imageio-ffmpeg oaipmh-scythe pdfua protego pybtex pyoembed pypandoc_binary rdflib requests-cache ultimate-sitemap-parser webvtt-py
	npm install --silent --no-audit --no-fund --prefix $(STAMPS)/readers @citation-js/core @citation-js/plugin-bibtex @citation-js/plugin-ris unfurl.js webvtt-parser
	ln -sf ../pypandoc/files/pandoc $(STAMPS)/readers/bin/pandoc
	ln -sf $$(cd $(STAMPS)/readers/bin && ls -d ../imageio_ffmpeg/binaries/ffmpeg-*) $(STAMPS)/readers/bin/ffmpeg
	@touch $@

readers: $(STAMPS)/dev $(STAMPS)/readers/done ## Try the site, its files and feeds with programs that readers use, of PyPI and npm (needs npm; installed aside)
	PYTHONPATH=$(STAMPS)/readers NODE_PATH=$(abspath $(STAMPS))/readers/node_modules PATH=$(abspath $(STAMPS))/readers/bin:$$PATH $(BIN)/python -m pytest -m drill tests/clients tests/exports tests/management/test_make_data.py tests/views/test_structured_data_tools.py

# What the site runs on, and nothing else; and what looks at it from outside.
$(STAMPS)/runtime/bin/python: requirements.txt | $(BIN)/python
	$(PYTHON) -m venv --clear $(STAMPS)/runtime
	$(STAMPS)/runtime/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt

$(STAMPS)/release/bin/python: | $(BIN)/python
	$(PYTHON) -m venv $(STAMPS)/release
	$(STAMPS)/release/bin/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0 pip-audit==2.10.1 pip-licenses==5.5.5

licences: $(STAMPS)/runtime/bin/python $(STAMPS)/release/bin/python ## Write docs/licences.md, the licences of all that the site runs on
	$(STAMPS)/release/bin/pip-licenses --python $(STAMPS)/runtime/bin/python --format json --with-urls | $(STAMPS)/runtime/bin/python tools/list_licences.py

sbom: $(STAMPS)/runtime/bin/python $(STAMPS)/release/bin/python ## Write the software bill of materials of this release, dist/pressroom.cdx.json (CycloneDX)
	@mkdir -p dist
	$(STAMPS)/release/bin/cyclonedx-py environment --pyproject pyproject.toml --mc-type application --output-reproducible --spec-version 1.6 -o dist/pressroom.cdx.json $(STAMPS)/runtime

vulnerabilities: $(STAMPS)/release/bin/python ## Ask PyPI's list of known holes about all that the site runs on (needs the internet)
	$(STAMPS)/release/bin/pip-audit --requirement requirements.txt --require-hashes --disable-pip --strict

score: $(STAMPS)/dev ## Score the reading of pages, ours or those of DIR (NAME.txt, .md, .html or .docx beside NAME.json), plain and leaving one office out; docs/intake.md has the figures
	PYTHONPATH=. $(BIN)/python tools/score_pages.py $(DIR)
	PYTHONPATH=. $(BIN)/python tools/score_offices.py $(DIR)

ablate: $(STAMPS)/dev ## Read our pages, or those of DIR, without one clue or family after the other, and tell how many of the faults lie beside a warning; SILENT=--silent shows the others
	PYTHONPATH=. $(BIN)/python tools/ablate_clues.py $(SILENT) $(DIR)

weights: $(STAMPS)/dev ## Fit the weights of the clues from our pages, generated ones and those of DIR, and write transcripts/intake/clue_weights.toml
	PYTHONPATH=. $(BIN)/python tools/fit_weights.py $(DIR)

bench: $(STAMPS)/dev $(STAMPS)/static ## Measure pages at two SIZES on SQLite and PostgreSQL, then writing, whole servers beside nginx, the search on EXCHANGES exchanges (20000), and memory; docs/performance.md and docs/search.md have the figures
	@mkdir -p docs/charts
	for size in $(SIZES); do EXCHANGES=$$size CHART=docs/charts/figures.json PYTHONPATH=. $(BIN)/python tools/bench_pages.py || exit 1; done
	for size in $(SIZES); do EXCHANGES=$$size CHART=docs/charts/figures.json ON_POSTGRES=$(POSTGRES_URL) PYTHONPATH=. $(BIN)/python tools/bench_pages.py || exit 1; done
	PYTHONPATH=. $(BIN)/python tools/bench_writing.py
	ON_POSTGRES=$(POSTGRES_URL) PYTHONPATH=. $(BIN)/python tools/bench_writing.py
	EXCHANGES=$(firstword $(SIZES)) PYTHONPATH=. $(BIN)/python tools/bench_servers.py
	EXCHANGES=$(firstword $(SIZES)) ON_POSTGRES=$(POSTGRES_URL) PYTHONPATH=. $(BIN)/python tools/bench_servers.py
	PYTHONPATH=. $(BIN)/python tools/bench_search.py
	EXCHANGES=$(firstword $(SIZES)) PYTHONPATH=. $(BIN)/python tools/bench_memory.py

charts: $(STAMPS)/dev ## Draw the charts of docs/performance.md from the figures that `make bench` has kept
	$(BIN)/python -m pip install --quiet --target $(STAMPS)/matplotlib matplotlib==3.11.2
	PYTHONPATH=$(STAMPS)/matplotlib $(BIN)/python tools/draw_charts.py

format: $(STAMPS)/dev ## Format the code and the templates
	$(BIN)/ruff format .
	$(BIN)/python tools/format_templates.py

lint: $(STAMPS)/dev ## Look for errors of style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python tools/format_templates.py --check

types: $(STAMPS)/dev ## Check the types
	$(BIN)/mypy

layers: $(STAMPS)/dev ## Check that imports go down only
	$(BIN)/lint-imports

migrations: $(STAMPS)/dev ## Check that the migrations say what the models say
	$(BIN)/python manage.py makemigrations --check --dry-run

check: lint types layers migrations test ## All checks that need no other server

requirements: $(STAMPS)/dev ## Compile the requirements again, with hashes; both lists name the same versions
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command 'make requirements' requirements-dev.in -o requirements-dev.txt
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command 'make requirements' --constraint requirements-dev.txt requirements.in -o requirements.txt

messages: $(STAMPS)/dev ## Collect the sentences to translate, and compile the translations (needs gettext)
	$(BIN)/python manage.py makemessages --locale zh_Hans --no-location --no-obsolete --ignore '.venv/*' --ignore 'tests/*'
	$(BIN)/python manage.py compilemessages --locale zh_Hans --ignore '.venv/*'

clean: ## Remove what the other commands made, but not the data
	rm -rf $(VENV) $(STAMPS) staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
