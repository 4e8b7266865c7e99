#include "app/simulatedbrowser.h"

#include "core/host/loopback.h"

namespace signet {

QCoro::Task<void> signInInSimulation(SessionContext sessionContext, QUrl address, std::stop_token stop)
{
    Request page("GET", address, Way::Internet);
    const Http simulated(sessionContext.host, sessionContext.net);
    auto opening = simulated.send(std::move(page), stop);
    const Reply reply = co_await opening;
    const QUrl redirect(QString::fromLatin1(reply.header("Location")), QUrl::StrictMode);
    if (!reply.answered() || !redirect.isValid() || !isLoopback(redirect))
        co_return;
    Request back("GET", redirect, Way::IdentityEndpoint);
    const Http real(sessionContext.disk, NetSettings());
    auto following = real.send(std::move(back), stop);
    const Reply seen = co_await following;
    Q_UNUSED(seen);
}

} // namespace signet
