#pragma once

#include <QString>

namespace signet {

// Whether Entra, or a program that passes on its response, requires the person at a browser: for another
// factor, consent, a device that a policy knows, or an ended sign-in. Decided by the error number (AADSTS)
// or, without one, by the OAuth error code.
bool asksForInteraction(int aadsts);
bool asksForInteraction(const QString &text);

} // namespace signet
