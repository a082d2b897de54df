# Thin LTO for what users run and what benchmarks measure.
#
# Tests link the same libraries without it: every test program would otherwise compile all layers below it again while
# linking. Fat objects hold both forms, so a layer is still compiled once. The linker must be told to read the
# optimisable form: clang 19 tells it only when it is called plain "lld".
option(GREENINFER_LTO "Optimise across files when linking programs that are not tests" OFF)

if(GREENINFER_LTO)
  add_compile_options(-flto=thin -ffat-lto-objects)
  add_link_options(-flto=thin -Wl,--fat-lto-objects "-Wl,--thinlto-cache-dir=${CMAKE_BINARY_DIR}/thinlto")
endif()

function(greeninfer_without_lto program)
  if(GREENINFER_LTO)
    target_compile_options(${program} PRIVATE -fno-lto -fno-fat-lto-objects)
    target_link_options(${program} PRIVATE -fno-lto -Wl,--no-fat-lto-objects)
  endif()
endfunction()
