# One static library per folder of src, its tests, fuzzers and benchmarks beside the code:
#   x.cpp        -> library greeninfer_<layer>
#   x_test.cpp   -> one executable <layer>_test for the whole layer, registered with ctest
#   x_fuzz.cpp   -> one libFuzzer executable each (preset fuzz); its seeds lie in x_fuzz_seeds/
#   x_bench.cpp  -> one executable <layer>_bench for the whole layer
# LINKS names other layers, EXTERNAL other libraries, TEST_LINKS what only the tests need.
function(greeninfer_layer layer)
  cmake_parse_arguments(ARG "" "" "LINKS;EXTERNAL;TEST_LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  set(fuzzers ${sources})
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cpp$")
  set(benches ${sources})
  list(FILTER benches INCLUDE REGEX "_bench\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "(_test|_fuzz|_bench|/main)\\.cpp$")

  set(library greeninfer_${layer})
  list(TRANSFORM ARG_LINKS PREPEND greeninfer_)
  if(sources)
    add_library(${library} STATIC ${sources})
    target_link_libraries(${library} PUBLIC greeninfer_compile_options ${ARG_LINKS} ${ARG_EXTERNAL})
  else()
    add_library(${library} INTERFACE)
    target_link_libraries(${library} INTERFACE greeninfer_compile_options ${ARG_LINKS} ${ARG_EXTERNAL})
  endif()

  if(GREENINFER_FUZZ)
    foreach(source IN LISTS fuzzers)
      get_filename_component(name ${source} NAME_WE)
      add_executable(${layer}_${name} ${source})
      target_link_libraries(${layer}_${name} PRIVATE ${library})
      target_link_options(${layer}_${name} PRIVATE -fsanitize=fuzzer)
    endforeach()
    return()
  endif()

  if(tests)
    add_executable(${layer}_test ${tests})
    target_link_libraries(${layer}_test PRIVATE ${library} ${ARG_TEST_LINKS} GTest::gmock GTest::gtest_main ${RAPIDCHECK_LIBRARY})
    target_compile_definitions(${layer}_test PRIVATE GREENINFER_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${layer} COMMAND ${layer}_test --gtest_brief=1)
  endif()
  if(benches AND GREENINFER_BENCH)
    add_executable(${layer}_bench ${benches})
    target_link_libraries(${layer}_bench PRIVATE ${library} ${ARG_TEST_LINKS} benchmark::benchmark_main)
  endif()
endfunction()
