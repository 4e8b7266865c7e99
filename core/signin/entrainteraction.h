#pragma once

#include <QString>

namespace signet {

// Whether Entra, or a program that passes its answer on, wants the person at a browser: another factor,
// consent, a device that a policy knows, a sign-in that is over. By the number of the error (AADSTS) or,
// where none is given, by the words of the OAuth error.
bool asksForInteraction(int aadsts);
bool asksForInteraction(const QString &text);

} // namespace signet
