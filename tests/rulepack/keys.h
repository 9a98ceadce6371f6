// Keys that sign nothing but tests.
#pragma once

namespace presend::testing {

inline constexpr char kPrivateKey[] = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIG1ovRuJB/834dFlF/s3UeAT96dazo9wWbm15dy5sE3u
-----END PRIVATE KEY-----
)";
inline constexpr char kPublicKey[] = R"(-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEALU8shTG5tHYEfou72/BYe9E6g7101dG1BgUQAcJUpl8=
-----END PUBLIC KEY-----
)";
inline constexpr char kOtherPrivateKey[] = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIO0cqqkZreKIxL08S045NxJuMEcrbez9F+UrUvv/HFPo
-----END PRIVATE KEY-----
)";

}  // namespace presend::testing
