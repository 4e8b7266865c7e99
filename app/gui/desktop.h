#pragma once

#include "app/composition.h"
#include "ui/mainwindow.h"

#include <QObject>

#include <memory>
#include <optional>

namespace signet {

// The desktop program: one window, and what it works on. Enters, changes and leaves the simulated
// Azure by putting the work together anew.
class Desktop : public QObject {
    Q_OBJECT

public:
    // The path is that of a file that the command line named beside the input; empty: none.
    // Without a store of preferences nothing is kept.
    Desktop(const Composition &composition, CommandLineInput input, QString path, const WindowMemory &memory,
            std::shared_ptr<PreferencesStore> preferences);

    MainWindow *window() const { return m_window.get(); }

private:
    void show(const Composition &composition);
    void compose(const QString &sandbox);

    CommandLineInput m_wishes; // of the command line; for the way back out of the simulation
    QString m_path;
    std::shared_ptr<PreferencesStore> m_preferences;
    // Kept until the next one is shown: a scenario's server lives in it.
    std::optional<Composition> m_composition;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace signet
