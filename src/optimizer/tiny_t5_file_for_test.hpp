#pragma once
// A tiny T5 as a GGUF file, written when a test starts and removed when it ends.
#include <ggml.h>
#include <gguf.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "optimizer/tiny_t5_for_test.hpp"

namespace greeninfer::optimizer {

class TinyT5FileForTest {
public:
    explicit TinyT5FileForTest(const TinyT5ForTest& tiny)
        : path_(std::filesystem::temp_directory_path() /
                ("greeninfer_tiny_t5_" + std::to_string(::getpid()) + "_" + std::to_string(count_++) + ".gguf")),
          tensors_(ggml_init({.mem_size = 4U << 20U, .mem_buffer = nullptr, .no_alloc = false})),
          file_(gguf_init_empty()) {
        write_facts(tiny);
        write_vocabulary(tiny);
        write_head(tiny);
        tiny.annotate(file_);
        write_tensors(tiny);
        EXPECT_TRUE(gguf_write_to_file(file_, path_.c_str(), false));
    }
    ~TinyT5FileForTest() {
        std::filesystem::remove(path_);
        gguf_free(file_);
        ggml_free(tensors_);
    }
    TinyT5FileForTest(const TinyT5FileForTest&) = delete;
    TinyT5FileForTest& operator=(const TinyT5FileForTest&) = delete;

    std::string path() const { return path_; }

private:
    static constexpr int kWidth = TinyT5ForTest::kWidth;
    static constexpr int kHidden = 4;

    void write_facts(const TinyT5ForTest& tiny) {
        const std::string architecture = tiny.encoder ? "t5" : "gpt2";
        gguf_set_val_str(file_, "general.architecture", architecture.c_str());
        const std::vector<std::pair<std::string, std::uint32_t>> numbers = {{"context_length", 64},
                                                                            {"embedding_length", kWidth},
                                                                            {"feed_forward_length", kHidden},
                                                                            {"block_count", 1},
                                                                            {"decoder_block_count", 1},
                                                                            {"attention.head_count", 1},
                                                                            {"attention.key_length", kWidth},
                                                                            {"attention.value_length", kWidth},
                                                                            {"attention.relative_buckets_count", 32},
                                                                            {"decoder_start_token_id", 0}};
        for (const auto& [name, number] : numbers) gguf_set_val_u32(file_, (architecture + "." + name).c_str(), number);
        gguf_set_val_f32(file_, (architecture + ".attention.layer_norm_epsilon").c_str(), 1e-6F);
        gguf_set_val_f32(file_, (architecture + ".attention.layer_norm_rms_epsilon").c_str(), 1e-6F);
    }

    void write_vocabulary(const TinyT5ForTest& tiny) {
        std::vector<std::string> pieces = {"<pad>", "</s>", "<unk>"};
        pieces.insert(pieces.end(), tiny.pieces.begin(), tiny.pieces.end());
        std::vector<std::int32_t> types(kWidth, 1);
        types[0] = types[1] = 3;
        types[2] = 2;
        while (pieces.size() < kWidth) {
            types[pieces.size()] = 5;  // unused
            pieces.push_back("<unused_" + std::to_string(pieces.size()) + ">");
        }
        std::vector<const char*> texts;
        for (const std::string& piece : pieces) texts.push_back(piece.c_str());
        const std::vector<float> scores(kWidth, -2.0F);
        gguf_set_val_str(file_, "tokenizer.ggml.model", "t5");
        gguf_set_arr_str(file_, "tokenizer.ggml.tokens", texts.data(), texts.size());
        gguf_set_arr_data(file_, "tokenizer.ggml.scores", GGUF_TYPE_FLOAT32, scores.data(), scores.size());
        gguf_set_arr_data(file_, "tokenizer.ggml.token_type", GGUF_TYPE_INT32, types.data(), types.size());
        gguf_set_val_bool(file_, "tokenizer.ggml.add_space_prefix", true);
        gguf_set_val_bool(file_, "tokenizer.ggml.remove_extra_whitespaces", true);
    }

    // Of a state, whose one figure that is not 0 is the root of the width.
    static float times_state(float wanted) { return wanted / std::sqrt(static_cast<float>(kWidth)); }

    void write_head(const TinyT5ForTest& tiny) {
        if (tiny.tag_logits.empty()) return;
        std::vector<float> weight(kWidth, 0);
        for (const auto& [piece, logit] : tiny.tag_logits)
            weight[static_cast<std::size_t>(tiny.number_of(piece, 0))] = times_state(logit);
        gguf_set_arr_data(file_, "greeninfer.tag_head.weight", GGUF_TYPE_FLOAT32, weight.data(), weight.size());
        gguf_set_val_f32(file_, "greeninfer.tag_head.bias", 0);
    }

    float* add(const std::string& name, std::int64_t columns, std::int64_t rows, float value) {
        ggml_tensor* const tensor = rows == 0 ? ggml_new_tensor_1d(tensors_, GGML_TYPE_F32, columns)
                                              : ggml_new_tensor_2d(tensors_, GGML_TYPE_F32, columns, rows);
        ggml_set_name(tensor, name.c_str());
        auto* const figures = static_cast<float*>(tensor->data);
        std::fill_n(figures, ggml_nelements(tensor), value);
        gguf_add_tensor(file_, tensor);
        return figures;
    }

    void write_layer(const std::string& layer, bool crosses) {
        add(layer + ".attn_norm.weight", kWidth, 0, 1);
        add(layer + ".attn_rel_b.weight", 1, 32, 0);
        for (const char* part : {"q", "k", "v", "o"}) add(layer + ".attn_" + part + ".weight", kWidth, kWidth, 0);
        if (crosses) {
            add(layer + ".cross_attn_norm.weight", kWidth, 0, 1);
            for (const char* part : {"q", "k", "v", "o"})
                add(layer + ".cross_attn_" + part + ".weight", kWidth, kWidth, 0);
        }
        add(layer + ".ffn_norm.weight", kWidth, 0, 1);
        add(layer + ".ffn_up.weight", kWidth, kHidden, 0);
        add(layer + ".ffn_down.weight", kHidden, kWidth, 0);
    }

    void write_tensors(const TinyT5ForTest& tiny) {
        float* const embedding = add("token_embd.weight", kWidth, kWidth, 0);
        for (int i = 0; i < kWidth; ++i) embedding[i * kWidth + i] = 1;
        float* const output = add("output.weight", kWidth, kWidth, 0);
        for (const auto& [pair, likelihood] : tiny.followers) {
            const int from = tiny.number_of(pair.first, 0);
            const int to = tiny.number_of(pair.second, 1);
            output[to * kWidth + from] = times_state(likelihood);
        }
        add("enc.output_norm.weight", kWidth, 0, 1);
        add("dec.output_norm.weight", kWidth, 0, 1);
        write_layer("enc.blk.0", false);
        write_layer("dec.blk.0", true);
    }

    static inline int count_ = 0;
    std::filesystem::path path_;
    ggml_context* tensors_;
    gguf_context* file_;
};

}  // namespace greeninfer::optimizer
