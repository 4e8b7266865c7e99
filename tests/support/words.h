#pragma once

#include <QString>

// Our enums have a toString of their own, which Qt Test would take for its own and fail to compile. Words
// compare as well, and a failure prints them.
template <class Enum>
QString word(Enum value)
{
    return QString(toString(value));
}
