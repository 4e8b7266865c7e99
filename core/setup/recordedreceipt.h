#pragma once

#include "core/host/host.h"
#include "core/setup/setupcontext.h"

namespace signet {

// A receipt while its steps are carried out or undone, and what of it was recorded.
class RecordedReceipt {
public:
    RecordedReceipt(Receipt *receipt, const SetupObserver &observer, const Host &host);

    // Sets the state of a step and records it. If that fails before the request of the step is sent, the step
    // is as it was before, and the problem is the observer's. If it fails afterwards, the problem is
    // receipt-not-kept, evidence {path, reason}: only the receipt in memory knows what was done.
    Result<Done> record(qsizetype step, ReceiptStep::State state);

private:
    Receipt *m_receipt;
    SetupObserver m_observer;
    Host m_host;
};

} // namespace signet
