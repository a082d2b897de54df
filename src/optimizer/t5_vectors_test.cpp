// The shipped model gives here what it gave in the training framework: pieces, chances to go, and what its decoder
// thinks of the next piece. What is left is its quantisation (train/optimizer writes model and vectors together).
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "optimizer/t5_decoding.hpp"
#include "optimizer/t5_model.hpp"

namespace greeninfer::optimizer {
namespace {

using Vector = simdjson::dom::element;

std::filesystem::path file_of(const char* variable, const char* path) {
    const char* const other = std::getenv(variable);
    return other != nullptr ? std::filesystem::path(other) : std::filesystem::path(GREENINFER_SOURCE_DIR) / path;
}

// Of logits up to 18, in 8 bits. For the same model before quantisation: GREENINFER_T5_TOLERANCE=0.001.
double tolerance() {
    const char* const other = std::getenv("GREENINFER_T5_TOLERANCE");
    return other != nullptr ? std::atof(other) : 0.5;
}

class T5Vectors : public ::testing::Test {
protected:
    void SetUp() override {
        const auto model = file_of("GREENINFER_T5_MODEL", "weights/optimizer.gguf");
        const auto vectors = file_of("GREENINFER_T5_VECTORS", "src/optimizer/t5_vectors.json");
        if (!std::filesystem::exists(model) || !std::filesystem::exists(vectors))
            GTEST_SKIP() << "NOT RUN: " << model << " or " << vectors << " is absent";
        ASSERT_EQ(parser_.load(vectors.string()).get(vectors_), simdjson::SUCCESS);
        auto loaded = T5Model::load(model, {}, clock_);
        ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
        model_ = *std::move(loaded);
    }

    static ModelRequest request_of(const Vector& vector) {
        ModelRequest request;
        for (const Vector word : vector["words"].get_array()) request.words.emplace_back(word.get_string().value());
        request.locked.assign(request.words.size(), 0);
        return request;
    }

    static std::vector<Piece> pieces_of(simdjson::dom::array numbers) {
        std::vector<Piece> pieces;
        for (const Vector piece : numbers) pieces.push_back(static_cast<Piece>(piece.get_int64().value()));
        return pieces;
    }

    Moment later() { return clock_.now() + std::chrono::minutes(1); }

    SystemClock clock_;
    simdjson::dom::parser parser_;
    simdjson::dom::array vectors_;
    std::unique_ptr<T5Model> model_;
};

TEST_F(T5Vectors, PiecesAreTheSame) {
    for (const Vector vector : vectors_)
        EXPECT_EQ(read_source(model_->engine_for_test(), request_of(vector)).pieces, pieces_of(vector["pieces"]));
}

TEST_F(T5Vectors, ChancesToGoAreTheSame) {
    double largest = 0;
    for (const Vector vector : vectors_) {
        ASSERT_TRUE(model_->answer(request_of(vector), later()).has_value());
        const auto& chances = model_->chances_for_test();
        const simdjson::dom::array expected = vector["p_delete"];
        ASSERT_EQ(chances.size(), expected.size());
        for (std::size_t i = 0; i < chances.size(); ++i)
            largest = std::max(largest, std::abs(chances[i] - expected.at(i).get_double().value()));
    }
    RecordProperty("largest_difference", std::to_string(largest));
    EXPECT_LE(largest, tolerance() / 8);
}

TEST_F(T5Vectors, TheDecodersOpinionIsTheSame) {
    double largest = 0;
    T5Engine& engine = model_->engine_for_test();
    for (const Vector vector : vectors_) {
        ASSERT_TRUE(engine.encode(pieces_of(vector["pieces"]), later()).has_value());
        const auto prefix = pieces_of(vector["prefix"]);
        const auto watched = pieces_of(vector["watched"]);
        for (std::size_t step = 0; step < prefix.size(); ++step) {
            const auto logits = engine.decode({&prefix[step], 1});
            ASSERT_TRUE(logits.has_value());
            const simdjson::dom::array expected = vector["logits"].at(step);
            for (std::size_t i = 0; i < watched.size(); ++i) {
                const double logit = (*logits)[static_cast<std::size_t>(watched[i])];
                largest = std::max(largest, std::abs(logit - expected.at(i).get_double().value()));
            }
        }
    }
    RecordProperty("largest_difference", std::to_string(largest));
    EXPECT_LE(largest, tolerance());
}

// The decoder's memory is right again after it went back: its attention would tell otherwise.
TEST_F(T5Vectors, AWrongGuessChangesNoAnswer) {
    std::minstd_rand random(5);
    T5Engine& engine = model_->engine_for_test();
    std::uint32_t plain_steps = 0, guessed_steps = 0;
    for (const Vector vector : vectors_) {
        T5Source source = read_source(engine, request_of(vector));
        ASSERT_TRUE(engine.encode(source.pieces, later()).has_value());
        const auto plain = decode_deletions(engine, source);
        for (int round = 0; round < 5; ++round) {
            source.expected.clear();
            for (std::size_t i = 0; i < source.words.size(); ++i) source.expected.push_back(random() % 3 != 0 ? 1 : 0);
            ASSERT_TRUE(engine.encode(source.pieces, later()).has_value());
            const auto guessed = decode_deletions(engine, source);
            ASSERT_TRUE(plain.has_value() && guessed.has_value());
            EXPECT_EQ(guessed->pieces, plain->pieces);
            plain_steps += plain->steps;
            guessed_steps += guessed->steps;
        }
    }
    EXPECT_LE(guessed_steps, plain_steps);
}

}  // namespace
}  // namespace greeninfer::optimizer
