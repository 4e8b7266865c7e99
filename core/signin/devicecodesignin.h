#pragma once

#include "core/signin/entraclient.h"
#include "core/signin/signin.h"

#include <QUrl>

#include <chrono>
#include <functional>

namespace signet {

// What the person has to do, as data.
struct DeviceCodePrompt {
    QString userCode; // to be typed
    QUrl address; // to be opened, on any machine: https://microsoft.com/devicelogin
    std::chrono::seconds expiresIn{0}; // from now
};

// Signs a person in by device code: asks for a code, tells the prompt, and asks until the person is done.
// Source: Microsoft Learn, "OAuth 2.0 device authorization grant"; RFC 8628 for slow_down.
// Fails with device-code-not-completed (evidence {reason}: expired, declined, not accepted), the findings
// of Entra's codes, network-failed after three failures in a row, run-stopped.
QCoro::Task<Result<SharedSignIn>> signInWithDeviceCode(Http http, EntraClient client,
                                                       std::function<void(DeviceCodePrompt)> prompt,
                                                       std::stop_token stop);

} // namespace signet
