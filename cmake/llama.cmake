# libllama and ggml as static archives, made once per version outside the tree (tools/setup/llama_library.sh).
#
# Debian has no package, and building them here would cost minutes in every clone and preset. Only the optimizer layer
# links this target. No C++ type crosses: llama.h and gguf.h are pure C, so that sanitized code, whose containers are
# annotated, may stand beside archives that are not.
file(STRINGS ${CMAKE_SOURCE_DIR}/tools/setup/pins.sh llama_pin REGEX "^llama_version=")
string(REPLACE "llama_version=" "" llama_version "${llama_pin}")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/setup/pins.sh)

# The same rule as in tools/setup/cache.sh.
if(NOT "$ENV{GREENINFER_CACHE}" STREQUAL "")
  set(cache_folder $ENV{GREENINFER_CACHE})
elseif(NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
  set(cache_folder $ENV{XDG_CACHE_HOME}/greeninfer)
else()
  set(cache_folder $ENV{HOME}/.cache/greeninfer)
endif()
set(GREENINFER_LLAMA_FOLDER ${cache_folder}/llama-library-${llama_version})
if(NOT EXISTS ${GREENINFER_LLAMA_FOLDER}/lib/libllama.a)
  message(FATAL_ERROR "No libllama in ${GREENINFER_LLAMA_FOLDER}: tools/setup/llama_library.sh builds it "
                      "(./dev calls it)")
endif()

add_library(greeninfer_llama INTERFACE)
target_include_directories(greeninfer_llama SYSTEM INTERFACE ${GREENINFER_LLAMA_FOLDER}/include)
foreach(archive llama ggml ggml-cpu ggml-base)  # each before those that it needs
  target_link_libraries(greeninfer_llama INTERFACE ${GREENINFER_LLAMA_FOLDER}/lib/lib${archive}.a)
endforeach()
target_link_libraries(greeninfer_llama INTERFACE Threads::Threads ${CMAKE_DL_LIBS})
