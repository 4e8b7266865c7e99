#pragma once

#include <QCoreApplication>

namespace signet::reasons {

// Why a sign in a pasted text leads to a finding, where several findings say the same.
inline constexpr const char *valueRefused =
    QT_TRANSLATE_NOOP("PastedText", "The provider refuses a value of its configuration.");

} // namespace signet::reasons
