#include "ui/mainwindow.h"

#include "core/session/identitysession.h"
#include "core/session/tokensession.h"
#include "ui/aboutpage.h"
#include "ui/accountbutton.h"
#include "ui/diagnosis/diagnosispage.h"
#include "ui/railbutton.h"
#include "ui/setup/setuppage.h"
#include "ui/startpage.h"
#include "ui/terraform/terraformpage.h"
#include "ui/theme.h"
#include "ui/token/tokenpage.h"
#include "ui/widgets/identityline.h"
#include "ui/widgets/message.h"
#include "ui/widgets/simulationband.h"
#include "ui/widgets/texts.h"

#include <QCloseEvent>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

MainWindow::MainWindow(const QString &settingsFile, QWidget *parent)
    : QMainWindow(parent)
    , m_settingsFile(settingsFile)
    , m_frame(new QWidget(this))
    , m_top(new QVBoxLayout(m_frame))
    , m_rail(new QWidget(m_frame))
    , m_message(new Message(m_frame))
    , m_stack(new QStackedWidget(m_frame))
    , m_identityLine(new IdentityLine(this))
{
    buildRail();

    auto *content = new QVBoxLayout;
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(0);
    content->addWidget(m_message);
    content->addWidget(m_stack, 1);
    auto *line = horizontalLine(m_frame);
    line->setFixedSize(1, QWIDGETSIZE_MAX);
    line->setMinimumHeight(0);
    auto *middle = new QHBoxLayout;
    middle->setContentsMargins(0, 0, 0, 0);
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addWidget(line);
    middle->addLayout(content, 1);
    m_top->setContentsMargins(0, 0, 0, 0);
    m_top->setSpacing(0);
    m_top->addLayout(middle, 1);
    setCentralWidget(m_frame);

    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(theme::gap::tight, 0, theme::gap::tight, 0);
    statusBar()->addWidget(m_identityLine, 1);

    for (int i = 0; i < int(Page::About); ++i) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + i)), this);
        connect(shortcut, &QShortcut::activated, this, [this, i] { showPage(Page(i)); });
    }
    auto *help = new QShortcut(QKeySequence::HelpContents, this);
    connect(help, &QShortcut::activated, this, [this] { showPage(Page::About); });
    auto *again = new QShortcut(QKeySequence(Qt::Key_F5), this);
    connect(again, &QShortcut::activated, this, [this] {
        if (m_page == Page::Setup)
            m_setup->check();
        else if (m_page == Page::Diagnosis)
            m_diagnosisPage->run();
        else if (m_page == Page::Token)
            m_tokenPage->askAgain();
        else if (m_page == Page::Terraform)
            m_terraformPage->readAgain();
    });

    setMinimumSize(960, 640);
    resize(1120, 760);
    if (!m_settingsFile.isEmpty())
        restoreGeometry(
            QSettings(m_settingsFile, QSettings::IniFormat).value(u"window/geometry"_s).toByteArray());
}

MainWindow::~MainWindow() = default;

void MainWindow::buildRail()
{
    m_railButtons = {new RailButton(u"start"_s, tr("Start"), m_rail),
                     new RailButton(u"setup"_s, tr("Set up"), m_rail),
                     new RailButton(u"diagnose"_s, tr("Diagnose"), m_rail),
                     new RailButton(u"token"_s, tr("Token"), m_rail),
                     new RailButton(u"terraform"_s, tr("Terraform"), m_rail),
                     new RailButton(u"about"_s, tr("About"), m_rail)};
    m_account = new AccountButton(m_rail);
    connect(m_account, &QAbstractButton::clicked, this, [this] {
        m_setup->begin();
        m_setup->goTo(SetupStep::SignIn);
        showPage(Page::Setup);
        m_setupPage->takeFocus();
    });
    m_rail->setAccessibleName(tr("Pages"));
    auto *layout = new QVBoxLayout(m_rail);
    layout->setContentsMargins(theme::gap::tight, theme::gap::wide, theme::gap::tight, theme::gap::wide);
    layout->setSpacing(theme::gap::hair);
    for (std::size_t i = 0; i < m_railButtons.size(); ++i) {
        const Page page = Page(i);
        if (page == Page::About) {
            layout->addStretch(1);
            layout->addWidget(m_account);
        }
        layout->addWidget(m_railButtons[i]);
        connect(m_railButtons[i], &QAbstractButton::clicked, this, [this, page] { showPage(page); });
    }
    m_rail->setFixedWidth(std::max(144, m_rail->sizeHint().width()));
}

void MainWindow::setWork(const Work &work)
{
    // The call may come from a button of what is replaced here.
    if (m_setup)
        m_setup->deleteLater();
    if (m_diagnosis && m_diagnosis->parent() == this)
        m_diagnosis->deleteLater();
    for (QObject *session : {static_cast<QObject *>(m_terraform), static_cast<QObject *>(m_token),
                             static_cast<QObject *>(m_identity)}) {
        if (session)
            session->deleteLater();
    }
    if (m_band) {
        m_band->hide();
        m_band->deleteLater();
        m_band = nullptr;
    }
    while (m_stack->count() > 0) {
        QWidget *page = m_stack->widget(0);
        m_stack->removeWidget(page);
        page->hide();
        page->deleteLater();
    }
    m_message->clear();

    m_setup = new SetupSession(work.surroundings, this);
    m_setup->diagnosis()->setQuestion(work.question);
    m_diagnosis = m_setup->diagnosis();
    if (work.savedReport) {
        m_diagnosis = new DiagnosisSession(work.surroundings, this);
        m_diagnosis->setQuestion(work.question);
        m_diagnosis->setReport(*work.savedReport);
    }

    if (work.simulation) {
        m_band = new SimulationBand(*work.simulation, m_frame);
        m_top->insertWidget(0, m_band);
    }
    setWindowTitle(work.simulation
                       ? tr("Signet · simulated Azure, scenario %1").arg(work.simulation->scenario)
                       : tr("Signet"));

    auto *start =
        new StartPage(work.trySimulation ? StartPage::Offer::Simulation : StartPage::Offer::Nothing, m_stack);
    m_setupPage = new SetupPage(m_setup, m_stack);
    m_diagnosisPage = new DiagnosisPage(m_diagnosis, m_stack);
    if (work.savedReport)
        m_diagnosisPage->showSavedReport(work.savedReportPath);
    m_terraform = new TerraformSession(work.surroundings, this);
    m_terraformPage = new TerraformPage(m_terraform, m_stack);
    beginTerraform(work.question);
    beginToken(work.question, work.surroundings);
    m_stack->addWidget(start);
    m_stack->addWidget(m_setupPage);
    m_stack->addWidget(m_diagnosisPage);
    m_stack->addWidget(m_tokenPage);
    m_stack->addWidget(m_terraformPage);
    m_stack->addWidget(new AboutPage(m_stack));

    connect(start, &StartPage::setupWanted, this, [this] {
        showPage(Page::Setup);
        m_setupPage->takeFocus();
    });
    connect(start, &StartPage::diagnosisWanted, this, [this] {
        showPage(Page::Diagnosis);
        m_diagnosisPage->takeFocus();
    });
    connect(start, &StartPage::terraformWanted, this, [this] {
        showPage(Page::Terraform);
        m_terraformPage->takeFocus();
    });
    connect(m_diagnosisPage, &DiagnosisPage::terraformWanted, this, [this] {
        openInTerraform(m_diagnosis->question());
        showPage(Page::Terraform);
        m_terraformPage->takeFocus();
    });
    if (work.trySimulation)
        connect(start, &StartPage::simulationWanted, this, work.trySimulation);
    connect(m_setupPage, &SetupPage::detailsWanted, this, [this](const QString &check) {
        showPage(Page::Diagnosis);
        m_diagnosisPage->choose(check);
    });
    connect(m_diagnosisPage, &DiagnosisPage::planWanted, this, [this, saved = work.savedReport.has_value()] {
        m_setup->beginFrom(m_diagnosis->report(),
                           saved ? SetupSession::Origin::AnotherMachine : SetupSession::Origin::ThisMachine);
        showPage(Page::Setup);
        m_setupPage->takeFocus();
    });
    SignInSession *signIn = m_setup->signIn();
    connect(signIn, &SignInSession::changed, this, &MainWindow::showWhoIsSignedIn);
    const std::function<void(const QUrl &)> openSimulated =
        work.simulation ? work.simulation->openBrowser : nullptr;
    connect(signIn, &SignInSession::browserWanted, this, [openSimulated](const QUrl &address) {
        if (openSimulated)
            openSimulated(address);
        else
            QDesktopServices::openUrl(address);
    });
    connect(m_diagnosis, &DiagnosisSession::reportChanged, this, &MainWindow::showWhoIsWho);
    if (!m_settingsFile.isEmpty()) {
        const QSettings settings(m_settingsFile, QSettings::IniFormat);
        m_diagnosisPage->restoreState(&settings);
        m_terraformPage->restoreState(&settings);
    }

    showWhoIsWho();
    showWhoIsSignedIn();
    showPage(m_page);
}

void MainWindow::beginToken(const Question &question, const Surroundings &surroundings)
{
    m_token = new TokenSession(surroundings, this);
    m_identity = new IdentitySession(surroundings, this);
    m_tokenPage = new TokenPage(m_token, m_identity, m_stack);
    const auto take = [this](const Question &asked) {
        m_token->setQuestion(asked);
        m_identity->setQuestion(asked);
    };
    take(question);
    connect(m_diagnosis, &DiagnosisSession::questionChanged, m_token,
            [this, take] { take(m_diagnosis->question()); });
}

void MainWindow::beginTerraform(const Question &question)
{
    m_terraform->setQuestion(question);
    connect(m_diagnosis, &DiagnosisSession::questionChanged, m_terraform,
            [this] { m_terraform->setQuestion(m_diagnosis->question()); });
    // A folder that was chosen in one place is where the others begin, when they have none.
    connect(m_terraformPage, &TerraformPage::folderChosen, m_setup, [this] {
        if (m_setup->terraform()->directory().isEmpty())
            m_setup->terraform()->setDirectory(m_terraform->directory(), m_terraform->place());
    });
    if (question.terraformDirectory.isEmpty())
        return;
    if (question.configuration == Question::Configuration::OnMachine) {
        m_terraformPage->offerMachineFolder(question.terraformDirectory);
        m_setupPage->offerMachineFolder(question.terraformDirectory);
    } else {
        m_setup->terraform()->setDirectory(question.terraformDirectory);
    }
    openInTerraform(question);
}

void MainWindow::openInTerraform(const Question &question)
{
    if (question.terraformDirectory.isEmpty())
        return;
    const auto place = question.configuration == Question::Configuration::OnMachine
        ? TerraformSession::Place::OnMachine
        : TerraformSession::Place::OnDisk;
    if (m_terraform->directory() == question.terraformDirectory && m_terraform->place() == place)
        m_terraform->reload();
    else
        m_terraform->setDirectory(question.terraformDirectory, place);
}

void MainWindow::showPage(Page page)
{
    m_page = page;
    m_stack->setCurrentIndex(int(page));
    for (std::size_t i = 0; i < m_railButtons.size(); ++i)
        m_railButtons[i]->setChecked(Page(i) == page);
    // The diagnosis says the same in the large.
    statusBar()->setVisible(page != Page::Diagnosis);
}

void MainWindow::showProblem(const Problem &problem)
{
    m_message->show(problem);
}

void MainWindow::showWhoIsWho()
{
    m_identityLine->setDocument(m_diagnosis->document());
}

void MainWindow::showWhoIsSignedIn()
{
    m_account->showSignIn(*m_setup->signIn());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_settingsFile.isEmpty()) {
        QSettings settings(m_settingsFile, QSettings::IniFormat);
        settings.setValue(u"window/geometry"_s, saveGeometry());
        m_diagnosisPage->saveState(&settings);
        m_terraformPage->saveState(&settings);
    }
    m_setup->diagnosis()->stop();
    m_diagnosis->stop();
    QMainWindow::closeEvent(event);
}

} // namespace signet
