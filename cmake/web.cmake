# The web page, made by its own build and linked into the api layer (src/api/page_file.hpp).
#
# tools/setup/web.sh has put the page's packages beside it. The bundle and the table of its files are made whenever
# something of the page changes, its tests excepted; neither is kept in the tree.
find_program(GREENINFER_NODE node REQUIRED)
set(page_folder ${CMAKE_SOURCE_DIR}/web)
if(NOT EXISTS ${page_folder}/node_modules/esbuild)
  message(FATAL_ERROR "No packages in ${page_folder}/node_modules: tools/setup/web.sh installs them (./dev calls it)")
endif()

file(GLOB_RECURSE page_sources CONFIGURE_DEPENDS ${page_folder}/src/*)
list(FILTER page_sources EXCLUDE REGEX "\\.test\\.tsx?$")
file(GLOB page_frame CONFIGURE_DEPENDS ${page_folder}/build.mjs ${page_folder}/package-lock.json
     ${page_folder}/tsconfig.json ${page_folder}/*.html ${page_folder}/*.svg ${page_folder}/*.webmanifest)

set(page_table ${CMAKE_BINARY_DIR}/page/page_files.cpp)
add_custom_command(
  OUTPUT ${page_table}
  COMMAND ${GREENINFER_NODE} ${page_folder}/build.mjs ${CMAKE_BINARY_DIR}/web
  COMMAND python3 ${CMAKE_SOURCE_DIR}/tools/page/embed_page.py ${CMAKE_BINARY_DIR}/web ${CMAKE_BINARY_DIR}/page
  DEPENDS ${page_sources} ${page_frame} ${CMAKE_SOURCE_DIR}/tools/page/embed_page.py
  COMMENT "Making the web page"
  VERBATIM)
add_library(greeninfer_page STATIC ${page_table})
target_link_libraries(greeninfer_page PUBLIC greeninfer_compile_options)
