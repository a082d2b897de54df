#include "net/transport.hpp"

#include <algorithm>
#include <cassert>

namespace greeninfer::net {

std::span<const std::string_view> drop_front(std::span<const std::string_view> pieces, std::size_t sent,
                                             PieceStorage& storage) {
    assert(pieces.size() <= storage.size());
    std::size_t count = 0;
    for (const std::string_view piece : pieces) {
        const std::size_t gone = std::min(sent, piece.size());
        sent -= gone;
        if (gone < piece.size()) storage[count++] = piece.substr(gone);
    }
    return {storage.data(), count};
}

std::size_t total_size(std::span<const std::string_view> pieces) {
    std::size_t total = 0;
    for (const std::string_view piece : pieces) total += piece.size();
    return total;
}

}  // namespace greeninfer::net
