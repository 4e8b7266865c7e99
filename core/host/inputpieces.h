#pragma once

#include "core/host/host.h"

#include <QByteArrayView>

#include <QCoroTask>

#include <functional>
#include <stop_token>

namespace signet {

using TakePiece = std::function<void(QByteArrayView)>;

// Everything on standard input, in pieces as they arrive, for an input that need not be kept: the next piece
// is read when the last one was taken, so memory does not grow with the input. The pieces are handed over on
// the caller's thread. An image has no input. Fails with run-stopped, or with file-not-readable {path,
// reason, errno}; EFBIG after `limit` bytes.
QCoro::Task<Result<Done>> readInputInPieces(Host host, qint64 limit, TakePiece take, std::stop_token stop);

} // namespace signet
