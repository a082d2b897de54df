// The one file that compiles Asio's TLS and Beast; see base/asio_implementation.cpp for the reason.
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
