# find_package(presend-client): link presend::client, include "client/gatekeeper.h".
include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_dependency(absl)
find_dependency(OpenSSL)
find_dependency(Protobuf)
find_dependency(PkgConfig)
pkg_check_modules(GRPCPP REQUIRED IMPORTED_TARGET grpc++)
include(${CMAKE_CURRENT_LIST_DIR}/presend-client-targets.cmake)
