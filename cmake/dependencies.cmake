# Every library the project links, found once. Versions are Debian 12's; docs/DEPENDENCIES.md says why each is here.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(ZLIB 1.2 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(simdjson 3 REQUIRED)
find_package(CLI11 2 REQUIRED)
find_package(pugixml 1.13 REQUIRED)
find_package(date 3 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(GTest 1.12 REQUIRED)
find_package(mimalloc 2 REQUIRED)
find_package(benchmark 1.7 REQUIRED)

find_library(RAPIDCHECK_LIBRARY rapidcheck REQUIRED)

find_library(SECCOMP_LIBRARY seccomp REQUIRED)
find_path(SECCOMP_HEADERS seccomp.h REQUIRED)
add_library(greeninfer_seccomp INTERFACE)
target_link_libraries(greeninfer_seccomp INTERFACE ${SECCOMP_LIBRARY})
target_include_directories(greeninfer_seccomp SYSTEM INTERFACE ${SECCOMP_HEADERS})

# Its own package file wants a finder that Debian does not install.
find_library(ZEROMQ_LIBRARY zmq REQUIRED)
find_path(ZEROMQ_HEADERS zmq.hpp REQUIRED)
add_library(greeninfer_zeromq INTERFACE)
target_link_libraries(greeninfer_zeromq INTERFACE ${ZEROMQ_LIBRARY})
target_include_directories(greeninfer_zeromq SYSTEM INTERFACE ${ZEROMQ_HEADERS})

# Asio and Beast are compiled once (src/base/asio_implementation.cpp) instead of in every file that includes them.
add_library(greeninfer_boost INTERFACE)
target_link_libraries(greeninfer_boost INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(greeninfer_boost INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_NO_TS_EXECUTORS
  # A request is some 30 coroutine frames deep and wide; with Asio's default of 2 most of them went to aligned_alloc.
  BOOST_ASIO_RECYCLING_ALLOCATOR_CACHE_SIZE=16)

add_library(greeninfer_compile_options INTERFACE)
target_compile_options(greeninfer_compile_options INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wno-missing-designated-field-initializers -Werror)
target_include_directories(greeninfer_compile_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
