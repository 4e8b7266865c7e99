#pragma once

#include "core/result/result.h"

namespace signet {

// Makes the process safe to hold secrets, and its standard streams safe to use. Call it first in main(),
// before anything opens a file:
//
// - A standard stream that is closed stays unusable, but no file can get its number. Otherwise a line of talk
//   would end up in whatever was opened instead.
// - On Windows the standard streams carry bytes, without another line end than the program writes.
// - The system writes no memory of this process to a disk when it crashes. On Linux no other process of the
//   same user can read the memory either.
//
// Fails with too-few-open-files {value} where the process could not even start its event loop.
Result<Done> prepareProcess();

} // namespace signet
