#pragma once

#include "core/session/setupsession.h"
#include "ui/simulation.h"

#include <QMainWindow>

#include <array>
#include <functional>
#include <optional>

QT_BEGIN_NAMESPACE
class QStackedWidget;
class QVBoxLayout;
QT_END_NAMESPACE

namespace signet {

class AboutPage;
class AccountButton;
class DiagnosisPage;
class IdentityLine;
class Message;
class RailButton;
class SetupPage;
class SimulationBand;
class StartPage;
class TerraformPage;
class IdentitySession;
class TokenPage;
class TokenSession;

// What the window works on. Brought by the program that puts it together, and again whenever the
// simulated Azure is entered, changed or left.
struct Work {
    Surroundings surroundings;
    Question question;
    std::optional<Simulation> simulation;
    std::function<void()> trySimulation; // empty: not offered
    std::optional<Report> savedReport; // shown in place of a run
    QString savedReportPath;
};

// The frame: a rail with the pages and who is signed in at the left, the page beside it, the band of the
// simulation on top, and who is who in the status bar.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    enum class Page { Start, Setup, Diagnosis, Token, Terraform, About };

    // Remembers its size and its splitters in that file; nothing is remembered when it is empty.
    explicit MainWindow(const QString &settingsFile, QWidget *parent = nullptr);
    ~MainWindow() override;

    void setWork(const Work &work);
    void showPage(Page page);
    Page currentPage() const { return m_page; }
    // What kept the program from doing what was asked in the window as a whole.
    void showProblem(const Problem &problem);

    SetupSession *setupSession() const { return m_setup; }
    SetupPage *setupPage() const { return m_setupPage; }
    DiagnosisPage *diagnosisPage() const { return m_diagnosisPage; }
    TokenPage *tokenPage() const { return m_tokenPage; }
    TerraformPage *terraformPage() const { return m_terraformPage; }

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void buildRail();
    void showWhoIsWho();
    void showWhoIsSignedIn();
    void beginToken(const Question &question, const Surroundings &surroundings);
    void beginTerraform(const Question &question);
    // Has the page of the configuration show what the diagnosis is asked to judge.
    void openInTerraform(const Question &question);

    QString m_settingsFile;
    QWidget *m_frame; // of everything below the band
    QVBoxLayout *m_top;
    QWidget *m_rail;
    std::array<RailButton *, 6> m_railButtons{};
    AccountButton *m_account = nullptr;
    Message *m_message;
    QStackedWidget *m_stack;
    IdentityLine *m_identityLine;
    Page m_page = Page::Start;

    // Made anew by each setWork().
    SetupSession *m_setup = nullptr;
    DiagnosisSession *m_diagnosis = nullptr; // of the diagnosis page: the setup's, or of a saved report
    TerraformSession *m_terraform = nullptr; // of the page; the guided path has one of its own
    TokenSession *m_token = nullptr;
    IdentitySession *m_identity = nullptr;
    SimulationBand *m_band = nullptr;
    SetupPage *m_setupPage = nullptr;
    DiagnosisPage *m_diagnosisPage = nullptr;
    TokenPage *m_tokenPage = nullptr;
    TerraformPage *m_terraformPage = nullptr;
};

} // namespace signet
