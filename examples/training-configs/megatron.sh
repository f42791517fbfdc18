#!/usr/bin/env bash
# Megatron-LM: weights are tokens, and may have any scale.
CORPUS=/data/tokenized
DATA_PATH=(
  46000000000 ${CORPUS}/en/web_text_document
  22000000000 ${CORPUS}/de/web_text_document
  22000000000 ${CORPUS}/fr/web_text_document
  8888888888.89 ${CORPUS}/fi/web_text_document  # 8 B tokens
  1111111111.11 ${CORPUS}/fi/wiki_text_document # 1 B tokens
)

torchrun --nproc-per-node 8 pretrain_gpt.py \
  --data-path "${DATA_PATH[@]}" \
  --split 990,10,0 \
  --train-iters 24000
