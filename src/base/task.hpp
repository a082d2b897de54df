#pragma once
// A coroutine of the data path: runs on the io_context of one core and ends with a value or an Error.
#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"

namespace greeninfer {

template <class T = void>
using Task = boost::asio::awaitable<Result<T>>;

}  // namespace greeninfer
