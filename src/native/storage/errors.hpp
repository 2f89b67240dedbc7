#pragma once

#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

namespace searchlib::storage {

/// Bytes on disk are not what their writer wrote. Thrown by readers, which know no path.
class Corrupt : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The same, with the file named: what leaves the native core.
class CorruptFile : public std::runtime_error {
public:
    CorruptFile(std::string file, const std::string& what) : std::runtime_error(what), path(std::move(file)) {}

    std::string path;
};

/// The operating system would not do something with a file; errno says why.
class FileError : public std::system_error {
public:
    explicit FileError(std::string file) : std::system_error(errno, std::generic_category()), path(std::move(file)) {}

    std::string path;
};

} // namespace searchlib::storage
