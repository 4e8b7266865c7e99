#pragma once

#include "core/diagnosis/report.h"
#include "core/sandbox/sandboxserver.h"
#include "ui/mainwindow.h"

#include <memory>

namespace signet::test {

// Reports as a run would leave them, made by hand.
Report healthyReport();
Report notMemberReport(); // finished; root cause not-in-org
Report runningReport(); // the token is being asked for

// A window on a scenario of the simulated Azure. Nothing is remembered between two of them.
class Desk {
public:
    // The person's disk and clock; one in memory does not wait.
    enum class Disk { Real, InMemory };
    explicit Desk(sandbox::Scenario scenario, Disk disk = Disk::Real);
    ~Desk();

    MainWindow &window() { return *m_window; }
    sandbox::SandboxServer &server() { return m_server; }

    // Runs the event loop until the diagnosis of the setup session has ended. One that was not begun never
    // does.
    bool untilChecked();
    // Runs it until diagnosis, sign-in, search and changes of the setup session are not under way.
    bool untilIdle();

private:
    sandbox::SandboxServer m_server;
    std::unique_ptr<MainWindow> m_window;
};

sandbox::Scenario scenario(const QString &name);

} // namespace signet::test
