#include "pipeline/preview_ticket.hpp"

#include <bit>
#include <cmath>

#include "wire/preview_text.hpp"

namespace greeninfer::pipeline {

namespace {

using energy::Footprint;

class Packer {
public:
    void number(std::uint64_t value, unsigned size_bytes) {
        for (unsigned i = size_bytes; i > 0; --i) bytes_ += static_cast<char>(value >> (8 * (i - 1)));
    }
    void real(double value) { number(std::bit_cast<std::uint64_t>(value), 8); }
    void text(std::string_view text) {
        number(text.size(), 2);
        bytes_ += text;
    }
    void digest(const PreviewDigest& digest) { bytes_.append(digest.begin(), digest.end()); }
    void flag(bool value) { number(value ? 1 : 0, 1); }
    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

// Once something was wrong, everything read after it is nothing.
class Unpacker {
public:
    explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

    std::uint64_t number(unsigned size_bytes) {
        std::uint64_t value = 0;
        for (const char byte : take(size_bytes)) value = value << 8 | static_cast<unsigned char>(byte);
        return value;
    }
    std::size_t count(std::size_t least, std::size_t most) {
        const std::uint64_t value = number(1);
        if (value < least || value > most) is_sound_ = false;
        return is_sound_ ? value : 0;
    }
    // No energy, gram or dollar is negative or without end.
    double real() {
        const double value = std::bit_cast<double>(number(8));
        if (!std::isfinite(value) || value < 0) is_sound_ = false;
        return is_sound_ ? value : 0;
    }
    std::string text(std::size_t most) {
        const std::uint64_t size = number(2);
        if (size > most) is_sound_ = false;
        return std::string(take(is_sound_ ? size : 0));
    }
    PreviewDigest digest() {
        PreviewDigest digest = {};
        const std::string_view bytes = take(digest.size());
        std::copy(bytes.begin(), bytes.end(), digest.begin());
        return digest;
    }
    bool flag() { return count(0, 1) == 1; }
    bool is_done() const { return is_sound_ && bytes_.empty(); }

private:
    std::string_view take(std::size_t size) {
        if (size > bytes_.size()) is_sound_ = false;
        if (!is_sound_) return {};
        const std::string_view taken = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return taken;
    }

    std::string_view bytes_;
    bool is_sound_ = true;
};

void put(Packer& packer, const PreviewSpent& spent) {
    packer.flag(spent.footprint.has_value());
    if (const auto& footprint = spent.footprint) {
        for (const Energy energy :
             {footprint->it_energy, footprint->energy_p5, footprint->energy, footprint->energy_p95})
            packer.real(energy.as_joules());
        packer.number(static_cast<std::uint64_t>(footprint->evidence), 1);
        packer.flag(footprint->carbon.has_value());
        for (const auto& carbon : {footprint->carbon_p5, footprint->carbon, footprint->carbon_p95}) {
            if (footprint->carbon) packer.real(carbon.value_or(Carbon()).as_grams());
        }
    }
    packer.flag(spent.cost.has_value());
    if (spent.cost) packer.real(spent.cost->as_usd());
}

Footprint read_footprint(Unpacker& from) {
    Footprint footprint;
    for (Energy* energy : {&footprint.it_energy, &footprint.energy_p5, &footprint.energy, &footprint.energy_p95})
        *energy = Energy::joules(from.real());
    footprint.evidence = static_cast<energy::Evidence>(from.count(0, energy::kEvidenceNames.size() - 1));
    if (!from.flag()) return footprint;
    for (auto* carbon : {&footprint.carbon_p5, &footprint.carbon, &footprint.carbon_p95})
        *carbon = Carbon::grams(from.real());
    return footprint;
}

PreviewSpent read_spent(Unpacker& from) {
    PreviewSpent spent;
    if (from.flag()) spent.footprint = read_footprint(from);
    if (from.flag()) spent.cost = Money::usd(from.real());
    return spent;
}

}  // namespace

PreviewSpent sum_of(const PreviewSpent& a, const PreviewSpent& b) {
    energy::FootprintSum sum;
    for (const PreviewSpent* part : {&a, &b}) part->footprint ? sum.add(*part->footprint) : sum.add_unknown();
    PreviewSpent both{.footprint = sum.total(), .cost = {}};
    if (a.cost && b.cost) both.cost = *a.cost + *b.cost;
    return both;
}

std::string pack(const PreviewTicket& ticket) {
    Packer packer;
    packer.number(static_cast<std::uint64_t>(ticket.expires_at_s), 8);
    packer.digest(ticket.client);
    packer.digest(ticket.prompt);
    packer.text(ticket.summary);
    packer.number(ticket.outlines.size(), 1);
    for (const auto& outline : ticket.outlines) {
        packer.number(outline.size(), 1);
        for (const std::string& point : outline) packer.text(point);
    }
    put(packer, ticket.spent);
    return packer.take();
}

std::optional<PreviewTicket> unpack(std::string_view bytes) {
    Unpacker from(bytes);
    PreviewTicket ticket;
    ticket.expires_at_s = static_cast<std::int64_t>(from.number(8));
    ticket.client = from.digest();
    ticket.prompt = from.digest();
    ticket.summary = from.text(wire::kPreviewSentences * (wire::kSentenceBytesMax + 1));
    ticket.outlines.resize(from.count(1, kOutlinesMost));
    for (auto& outline : ticket.outlines) {
        outline.resize(from.count(wire::kPreviewPointsLeast, wire::kPreviewPointsMost));
        for (std::string& point : outline) point = from.text(wire::kPointBytesMax);
    }
    ticket.spent = read_spent(from);
    return from.is_done() ? std::optional(std::move(ticket)) : std::nullopt;
}

}  // namespace greeninfer::pipeline
