#pragma once

#include "core/profile/preferences.h"
#include "core/session/setupsession.h"
#include "ui/page.h"
#include "ui/simulation.h"
#include "ui/windowcommand.h"
#include "ui/windowmemory.h"

#include <QList>
#include <QMainWindow>
#include <QPointer>

#include <functional>
#include <optional>

QT_BEGIN_NAMESPACE
class QPushButton;
class QStackedWidget;
class QVBoxLayout;
QT_END_NAMESPACE

namespace signet {

class AccountButton;
class CommandPalette;
class IdentityLine;
class IdentitySession;
class Message;
class RailButton;
class SimulationBand;
class TokenSession;

// What the window works on. Brought by the program that puts it together, and again whenever the
// simulated Azure is entered, changed or left.
struct Work {
    SessionContext sessionContext;
    Question question;
    std::optional<Simulation> simulation;
    std::function<void(const QString &scenario)> trySimulation; // empty: not offered
    QString openedPath; // of a file that the command line named; empty: none
    // All scenarios, where one can be entered or changed.
    QList<Situation> situations = {};
    std::shared_ptr<PreferencesStore> preferences = nullptr; // null: nothing is kept
};

// The frame: a rail with the pages and who is signed in at the left, the page beside it, the band of the
// simulation on top, and the three identities in the status bar.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    // Remembers its size, and what its pages remember.
    explicit MainWindow(const WindowMemory &memory, QWidget *parent = nullptr);
    ~MainWindow() override;

    void setWork(const Work &work);

    // In the order of the rail; made again by each setWork().
    const QList<Page *> &pages() const { return m_pages; }
    Page *currentPage() const { return m_pages.value(m_current); }
    void showPage(Page *page);
    // The page of that class, of which there is one.
    template <class T>
    T *page() const
    {
        for (Page *page : m_pages) {
            if (T *wanted = qobject_cast<T *>(page))
                return wanted;
        }
        return nullptr;
    }
    template <class T>
    void showPage()
    {
        showPage(page<T>());
    }
    template <class T>
    bool shows() const
    {
        return qobject_cast<T *>(currentPage()) != nullptr;
    }
    // Every command of the window, the pages among them.
    const QList<WindowCommand> &commands() const { return m_commands; }
    // What kept the program from doing what was asked in the window as a whole.
    void showProblem(const Problem &problem);

    void showMessage(const QString &title, const QString &text);

    // A report, a request, a receipt or a folder, as it was dropped, chosen or named. What cannot be opened
    // is said on top of the window.
    void open(const QString &path);
    // Explains an error message on the start page; a report is opened.
    void pasteError(const QString &text);

    SetupSession *setupSession() const { return m_setup; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void addPages(const Work &work);
    void addPage(Page *page);
    void buildRail();
    void connectPages(const Work &work);
    void buildCommands(const Work &work);
    void addCommand(const WindowCommand &command);
    void paste();
    void showPalette(const QString &text = {});
    void chooseFile();
    void openReport(const Report &report, const QString &path);
    void remember(const Report &report, const QString &path);
    void showRecent();
    // Shows that diagnosis on its page and in the status bar.
    void showDiagnosis(DiagnosisSession *diagnosis);
    // Shows the page and puts the keyboard on it.
    void enterPage(Page *page);
    // What a finding of the diagnosis asks for on another page.
    void act(FindingAction action);
    void showWhoIsWho();
    void showWhoIsSignedIn();
    void shareQuestion(const Question &question);
    void shareFolder(const Question &question);
    // Has the page of the configuration show what the diagnosis is asked to judge.
    void openInTerraform(const Question &question);

    WindowMemory m_memory;
    QWidget *m_frame; // of everything below the band
    QVBoxLayout *m_top;
    QVBoxLayout *m_railPlace;
    Message *m_message;
    QPushButton *m_closeAnyway;
    bool m_closing = false; // the person has said that unfinished work may be broken off
    QStackedWidget *m_stack;
    IdentityLine *m_identityLine;
    int m_current = 0;

    QPointer<CommandPalette> m_palette;
    bool m_isForgotten = false; // nothing is written when the window closes
    bool m_isSimulated = false;

    // Made again by each setWork().
    QList<WindowCommand> m_commands;
    QObject *m_sessions = nullptr; // owns all of them
    SetupSession *m_setup = nullptr;
    DiagnosisSession *m_diagnosis = nullptr; // of the diagnosis page: the setup's, or of a saved report
    TerraformSession *m_terraform = nullptr; // of the page; the guided path has one of its own
    TokenSession *m_token = nullptr;
    IdentitySession *m_identity = nullptr;
    SimulationBand *m_band = nullptr;
    QList<Page *> m_pages;
    QWidget *m_rail = nullptr;
    QList<RailButton *> m_railButtons; // as m_pages
    AccountButton *m_account = nullptr;
};

} // namespace signet
