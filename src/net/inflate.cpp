#include "net/inflate.hpp"

#include <zlib.h>

#include "net/header_fields.hpp"

namespace greeninfer::net {

namespace {

constexpr int kGzipOrZlib = 15 + 32;  // the largest window, and zlib finds out which of the two it is

}  // namespace

void Inflater::Close::operator()(z_stream_s* stream) const {
    inflateEnd(stream);
    delete stream;
}

Inflater::Inflater() : stream_(new z_stream{}) {
    if (inflateInit2(stream_.get(), kGzipOrZlib) != Z_OK) stream_.reset();
}

void Inflater::add(std::string_view packed) {
    packed_.append(packed);
}

Result<void> Inflater::read(std::string& out) {
    if (packed_.empty() && stream_ && stream_->avail_out != 0) return {};
    const std::size_t before = out.size();
    out.resize(before + kStepBytes);
    const auto unpacked = unpack(out.data() + before, kStepBytes);
    out.resize(before + unpacked.value_or(0));
    if (!unpacked) return std::unexpected(unpacked.error());
    given_bytes_ += *unpacked;
    if (given_bytes_ > kFreeBytes && given_bytes_ / kLargestRatio > taken_bytes_) {
        return fail(Fault::upstream_failed, "the upstream's compressed answer unpacks to too much");
    }
    return {};
}

// One answer may hold several packed members, one after the other.
Result<std::size_t> Inflater::unpack(char* out, std::size_t room) {
    if (!stream_) return fail(Fault::internal, "no memory to unpack the upstream's answer");
    stream_->next_in = reinterpret_cast<Bytef*>(packed_.data());
    stream_->avail_in = static_cast<uInt>(packed_.size());
    stream_->next_out = reinterpret_cast<Bytef*>(out);
    stream_->avail_out = static_cast<uInt>(room);
    int outcome = Z_OK;
    while (outcome == Z_OK && stream_->avail_out > 0) {
        if (at_end_) {
            if (stream_->avail_in == 0) break;
            inflateReset(stream_.get());
            at_end_ = false;
        }
        outcome = inflate(stream_.get(), Z_NO_FLUSH);
        if (outcome != Z_STREAM_END) continue;
        at_end_ = true;
        outcome = Z_OK;
    }
    if (outcome != Z_OK && outcome != Z_BUF_ERROR) {
        return fail(Fault::upstream_failed, "the upstream's answer says it is compressed and is not");
    }
    taken_bytes_ += packed_.size() - stream_->avail_in;
    packed_.erase(0, packed_.size() - stream_->avail_in);
    return room - stream_->avail_out;
}

ContentEncoding encoding_of(std::string_view value) {
    if (value.empty() || same_name(value, "identity")) return ContentEncoding::none;
    const bool packed = same_name(value, "gzip") || same_name(value, "x-gzip") || same_name(value, "deflate");
    return packed ? ContentEncoding::packed : ContentEncoding::unknown;
}

}  // namespace greeninfer::net
