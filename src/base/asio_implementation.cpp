// The one file that compiles Asio: every other file sees declarations only (BOOST_ASIO_SEPARATE_COMPILATION),
// which saves seconds per file and, with link-time optimisation, costs nothing at run time.
#include <boost/asio/impl/src.hpp>
