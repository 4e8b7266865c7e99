#pragma once

#include <QString>

namespace signet {

// The name of a number of errno: "EACCES"; "EIO" for one that has no name here.
QString errorName(int number);

// The same for an error of Windows, by its number (GetLastError): "ENOENT" for a file or a path that is not
// there, "EBUSY" for a sharing violation.
QString windowsErrorName(unsigned long number);

// An error of the system in its own words, without a full stop, because it becomes part of a sentence.
// Without a number, the error of the last call.
QString errorText(int number = -1);
// The same for words that Qt has from the system.
QString withoutFullStop(QString text);

} // namespace signet
