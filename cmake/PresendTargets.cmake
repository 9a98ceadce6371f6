# One way to declare a library, so that every part carries the same flags.
add_library(presend_flags INTERFACE)
target_include_directories(presend_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(presend_flags INTERFACE -Wall -Wextra -Wno-missing-field-initializers)
if(PRESEND_SANITIZE)
  target_compile_options(presend_flags INTERFACE
    -fsanitize=${PRESEND_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(presend_flags INTERFACE -fsanitize=${PRESEND_SANITIZE})
endif()
if(PRESEND_FUZZ)
  # Coverage of every part, so that the fuzzer sees where its input got to.
  target_compile_options(presend_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(presend_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

function(presend_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC presend_flags ${ARG_DEPS})
endfunction()
