#include "scorer/weights_file.hpp"

#include <fmt/core.h>

#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <span>
#include <sstream>
#include <system_error>

#include "scorer/grams.hpp"

namespace greeninfer::scorer {

namespace {

static_assert(std::endian::native == std::endian::little, "weights are read as they lie in the file");

constexpr std::string_view kMagic = "GISCORE1";
constexpr std::size_t kHeadBytes = 32;
constexpr std::size_t kFileBytesMax = 8U << 20U;

struct Sizes {
    std::uint32_t gram_bits;
    std::uint32_t features;
    std::uint32_t lanes;
    std::uint32_t pieces;
};

std::size_t payload_bytes_of(const Sizes& sizes) {
    const std::size_t floats = kKnotScores.size() + 2 * kFeatureCount + kLanes * (5 + 2 * kFeatureCount);
    return sizeof(Sizes) + 4 * floats + (4 + kLanes) * std::size_t{sizes.pieces} + (kLanes << sizes.gram_bits);
}

// Takes values off the front of bytes that are known to be long enough.
class Bytes {
public:
    explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

    template <class Value>
    void take(Value& value) {
        take(std::span(&value, 1));
    }
    template <class Value>
    void take(std::vector<Value>& values) {
        take(std::span(values));
    }
    template <class Value>
    void take(std::span<Value> values) {
        static_assert(std::is_trivially_copyable_v<Value>);
        std::memcpy(values.data(), bytes_.data(), values.size_bytes());
        bytes_.remove_prefix(values.size_bytes());
    }

private:
    std::string_view bytes_;
};

std::unexpected<Error> unusable(const std::string& name, std::string_view what) {
    return fail(Fault::invalid_request, fmt::format("cannot use {}: {}", name, what));
}

struct Checked {
    std::string_view payload;
    std::uint64_t checksum;
};

Result<Checked> check(std::string_view bytes, const std::string& name) {
    if (bytes.size() < kHeadBytes || !bytes.starts_with(kMagic)) {
        return unusable(name, "it is not a file of scorer weights (they begin with GISCORE1)");
    }
    Bytes head(bytes.substr(kMagic.size()));
    std::uint32_t format = 0;
    std::uint32_t revision = 0;
    std::uint64_t payload_bytes = 0;
    std::uint64_t expected = 0;
    head.take(format);
    head.take(revision);
    head.take(payload_bytes);
    head.take(expected);
    if (format != kWeightsFormat) {
        return unusable(name, fmt::format("its format is {}, this program reads {}", format, kWeightsFormat));
    }
    const std::string_view payload = bytes.substr(kHeadBytes);
    if (payload.size() != payload_bytes) {
        return unusable(name, fmt::format("it is truncated or has grown: {} bytes after the head, which says {}",
                                          payload.size(), payload_bytes));
    }
    if (const std::uint64_t actual = checksum_of(payload); actual != expected) {
        return unusable(name,
                        fmt::format("it was altered: its checksum is {:016x}, expected {:016x}", actual, expected));
    }
    if (revision != kFeatureRevision) {
        return unusable(name, fmt::format("it was trained on revision {} of the features, this program computes {}",
                                          revision, kFeatureRevision));
    }
    return Checked{payload, expected};
}

bool sizes_fit(const Sizes& sizes, std::size_t payload_bytes) {
    return sizes.features == kFeatureCount && sizes.lanes == kLanes && sizes.gram_bits <= GramCounts::kBitsMax &&
           sizes.pieces < 0xFFFF && payload_bytes_of(sizes) == payload_bytes;
}

}  // namespace

std::uint64_t checksum_of(std::string_view bytes) {
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char byte : bytes) hash = (hash ^ static_cast<std::uint8_t>(byte)) * 0x100000001B3ULL;
    return hash;
}

Result<Weights> read_weights(std::string_view bytes, const std::string& name) {
    TRY(const Checked checked, check(bytes, name));
    Bytes payload(checked.payload);
    Sizes sizes{};
    if (checked.payload.size() < sizeof(sizes)) return unusable(name, "it is too short");
    payload.take(sizes);
    if (!sizes_fit(sizes, checked.payload.size())) return unusable(name, "its sizes do not fit this program");

    Weights weights;
    weights.version = fmt::format("{}-{:016x}", kWeightsFormat, checked.checksum);
    payload.take(weights.knots);
    payload.take(weights.means);
    payload.take(weights.inverse_deviations);
    payload.take(weights.bias);
    payload.take(weights.counted);
    payload.take(weights.usual_words);
    payload.take(weights.gram_scale);
    payload.take(weights.piece_scale);
    payload.take(weights.any_language_bias);
    payload.take(weights.any_language);
    std::vector<std::uint32_t> keys(sizes.pieces);
    payload.take(keys);
    weights.vocabulary = Vocabulary(keys);
    weights.pieces.resize(sizes.pieces);
    payload.take(weights.pieces);
    weights.gram_bits = sizes.gram_bits;
    weights.grams.resize(std::size_t{1} << sizes.gram_bits);
    payload.take(weights.grams);
    return weights;
}

Result<Weights> read_weights_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return unusable(path, std::generic_category().message(errno));
    std::string bytes(kFileBytesMax + 1, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    if (bytes.size() > kFileBytesMax) return unusable(path, "it has more than 8 MiB");
    return read_weights(bytes, path);
}

}  // namespace greeninfer::scorer
