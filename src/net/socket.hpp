#pragma once
// The one socket type below every transport: TCP and Unix alike, bound to the io_context of its core.
//
// The executor is the io_context's own and not the type-erased one, which would cost an indirect call per operation.
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>

namespace greeninfer::net {

using Socket =
    boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol, boost::asio::io_context::executor_type>;

}  // namespace greeninfer::net
