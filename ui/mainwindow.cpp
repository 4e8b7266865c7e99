#include "ui/mainwindow.h"

#include "core/session/identitysession.h"
#include "core/session/openedfile.h"
#include "core/session/othermachine.h"
#include "core/session/recentruns.h"
#include "core/session/tokensession.h"
#include "core/session/whoiswho.h"
#include "ui/aboutpage.h"
#include "ui/accountbutton.h"
#include "ui/commandpalette.h"
#include "ui/diagnosis/diagnosispage.h"
#include "ui/railbutton.h"
#include "ui/settingspage.h"
#include "ui/setup/setuppage.h"
#include "ui/startpage.h"
#include "ui/terraform/terraformpage.h"
#include "ui/theme.h"
#include "ui/token/tokenpage.h"
#include "ui/widgets/identityline.h"
#include "ui/widgets/message.h"
#include "ui/widgets/simulationband.h"
#include "ui/widgets/texts.h"

#include <QClipboard>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

MainWindow::MainWindow(const WindowMemory &memory, QWidget *parent)
    : QMainWindow(parent)
    , m_memory(memory)
    , m_frame(new QWidget(this))
    , m_top(new QVBoxLayout(m_frame))
    , m_railPlace(new QVBoxLayout)
    , m_message(new Message(m_frame))
    , m_closeAnyway(m_message->addButton(tr("&Close anyway")))
    , m_stack(new QStackedWidget(m_frame))
    , m_identityLine(new IdentityLine(this))
{
    m_closeAnyway->hide();
    connect(m_closeAnyway, &QPushButton::clicked, this, [this] {
        m_closing = true;
        close();
    });

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
    middle->addLayout(m_railPlace);
    middle->addWidget(line);
    middle->addLayout(content, 1);
    m_top->setContentsMargins(0, 0, 0, 0);
    m_top->setSpacing(0);
    m_top->addLayout(middle, 1);
    setCentralWidget(m_frame);

    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(theme::gap::tight, 0, theme::gap::tight, 0);
    statusBar()->addWidget(m_identityLine, 1);
    statusBar()->setFixedHeight(m_identityLine->sizeHint().height() + theme::gap::tight);

    setAcceptDrops(true);
    setMinimumSize(960, 560);
    resize(1120, 760);
    restoreGeometry(m_memory.bytes(u"window/geometry"_s));
}

MainWindow::~MainWindow() = default;

void MainWindow::setWork(const Work &work)
{
    // The call may come from a button of what is replaced here.
    if (m_sessions)
        m_sessions->deleteLater();
    QList<QWidget *> replaced{m_band, m_rail};
    m_band = nullptr;
    m_rail = nullptr;
    for (Page *page : std::as_const(m_pages)) {
        m_stack->removeWidget(page);
        replaced.append(page);
    }
    m_pages.clear();
    for (QWidget *widget : std::as_const(replaced)) {
        if (!widget)
            continue;
        widget->hide();
        widget->deleteLater();
    }
    m_message->clear();

    m_sessions = new QObject(this);
    m_setup = new SetupSession(work.sessionContext, m_sessions);
    m_setup->diagnosis()->setQuestion(work.question);
    m_diagnosis = m_setup->diagnosis();
    m_terraform = new TerraformSession(work.sessionContext, m_sessions);
    m_token = new TokenSession(work.sessionContext, m_sessions);
    m_identity = new IdentitySession(work.sessionContext, m_sessions);

    if (work.simulation) {
        m_band = new SimulationBand(*work.simulation, m_frame);
        m_top->insertWidget(0, m_band);
    }
    // The platform adds the name of the program to a title that does not end with it.
    setWindowTitle(work.simulation ? tr("Simulated Azure, scenario %1").arg(work.simulation->scenario)
                                   : u"Signet"_s);

    m_isSimulated = work.simulation.has_value();
    addPages(work);
    buildRail();
    buildCommands(work);
    page<AboutPage>()->listKeys(m_commands);
    // After the rail, so that Tab goes from it to the page.
    for (Page *page : std::as_const(m_pages))
        m_stack->addWidget(page);
    connectPages(work);
    shareQuestion(work.question);
    shareFolder(work.question);
    for (Page *page : std::as_const(m_pages))
        page->restore(m_memory);

    showRecent();
    showWhoIsWho();
    showWhoIsSignedIn();
    showPage(currentPage());
    if (!work.openedPath.isEmpty())
        open(work.openedPath);
}

void MainWindow::addCommand(const WindowCommand &command)
{
    m_commands.append(command);
    if (command.key.isEmpty() || !command.run)
        return;
    // The rail is made again with each work, and takes its shortcuts along.
    auto *shortcut = new QShortcut(command.key, m_rail);
    shortcut->setContext(Qt::WindowShortcut);
    connect(shortcut, &QShortcut::activated, this, command.run);
}

void MainWindow::buildCommands(const Work &work)
{
    m_commands.clear();
    for (Page *page : std::as_const(m_pages))
        addCommand({tr("Go to %1").arg(page->title()), page->shortcut(), [this, page] { enterPage(page); }});
    addCommand({tr("Show every command"), QKeySequence(Qt::CTRL | Qt::Key_K), [this] { showPalette(); }});
    addCommand({tr("Check again what the page shows"), QKeySequence(QKeySequence::Refresh), [this] {
                    if (Page *page = currentPage())
                        page->refresh();
                }});
    addCommand({tr("Open a report, a request, or a receipt"), QKeySequence(QKeySequence::Open),
                [this] { chooseFile(); }});
    // A field that has the keyboard takes the key itself.
    addCommand({tr("Explain the error message, or open the report, on the clipboard"),
                QKeySequence(QKeySequence::Paste), [this] { paste(); }});
    addCommand({tr("Enter the organization to check"), QKeySequence(Qt::CTRL | Qt::Key_L),
                [this] { enterPage(page<DiagnosisPage>()); }});
    addCommand({tr("Run the checks"), {}, [this] {
                    showPage(page<DiagnosisPage>());
                    page<DiagnosisPage>()->setWhere(DiagnosisPage::Where::Here);
                    page<DiagnosisPage>()->run();
                }});
    addCommand({tr("Check another machine"), {}, [this] {
                    showPage(page<DiagnosisPage>());
                    page<DiagnosisPage>()->setWhere(DiagnosisPage::Where::Elsewhere);
                }});
    addCommand({tr("Sign in as the administrator"), {}, [this] { m_account->click(); }});
    addCommand({tr("Ask this machine for a token"), {}, [this] {
                    showPage(page<TokenPage>());
                    page<TokenPage>()->refresh();
                }});
    for (const Situation &situation : work.situations) {
        const auto enter = work.simulation ? work.simulation->change : work.trySimulation;
        if (enter)
            addCommand({tr("Simulate: %1").arg(situation.name),
                        {},
                        [enter, name = situation.name] { enter(name); },
                        situation.title});
    }
    if (work.simulation && work.simulation->leave)
        addCommand({tr("Leave the simulation"), {}, work.simulation->leave});
    addCommand({tr("Close the report, or else the window"), QKeySequence(Qt::CTRL | Qt::Key_W), [this] {
                    if (m_diagnosis != m_setup->diagnosis())
                        showDiagnosis(m_setup->diagnosis());
                    else
                        close();
                }});
    addCommand({tr("Close the window"), QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); }});
}

void MainWindow::paste()
{
    if (!currentPage() || !currentPage()->paste())
        pasteError(QGuiApplication::clipboard()->text());
}

void MainWindow::showPalette(const QString &text)
{
    if (m_palette)
        return;
    m_palette = new CommandPalette(m_commands, this);
    m_palette->setAttribute(Qt::WA_DeleteOnClose);
    m_palette->search(text);
    m_palette->open();
}

void MainWindow::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a report, a request, or a receipt"), {},
                                                      tr("Signet files (*.json *.txt)"));
    if (!path.isEmpty())
        open(path);
}

void MainWindow::open(const QString &path)
{
    const auto opened = openFile(m_diagnosis->sessionContext().disk, path);
    if (!opened) {
        showProblem(opened.problem());
        return;
    }
    m_message->clear();
    m_closeAnyway->hide();
    switch (opened->kind) {
    case OpenedFile::Kind::Folder:
        if (shows<SetupPage>() && m_setup->currentStep() == SetupStep::ProviderBlock) {
            m_setup->terraform()->open(path);
            return;
        }
        page<TerraformPage>()->open(path);
        enterPage(page<TerraformPage>());
        return;
    case OpenedFile::Kind::Report:
        openReport(*opened->report, path);
        return;
    case OpenedFile::Kind::Request:
        if (const auto taken = m_setup->openRequest(path); !taken)
            showProblem(taken.problem());
        else
            enterPage(page<SetupPage>());
        return;
    case OpenedFile::Kind::Receipt:
        if (const auto answer = m_setup->openAnswer(path); !answer) {
            showProblem(answer.problem());
        } else {
            enterPage(page<SetupPage>());
            m_message->show(answer->missing.isEmpty() ? theme::Tone::Ok : theme::Tone::Warning,
                            answer->sentence, answer->missing.join(u", "_s));
        }
        return;
    }
}

void MainWindow::openReport(const Report &report, const QString &path)
{
    const bool isOfSetup = m_setup->takeMachineReport(report);
    auto *diagnosis = new DiagnosisSession(m_diagnosis->sessionContext(), m_sessions);
    diagnosis->setQuestion(m_setup->diagnosis()->question());
    diagnosis->setLastGood(m_setup->diagnosis()->lastGood());
    diagnosis->setReport(report);
    showDiagnosis(diagnosis);
    if (!path.isEmpty())
        remember(report, path);
    // The step Proof waits for it.
    if (!isOfSetup || !shows<SetupPage>())
        enterPage(page<DiagnosisPage>());
}

void MainWindow::remember(const Report &report, const QString &path)
{
    if (m_isSimulated)
        return;
    m_memory.setList(u"start/recent"_s, withRun(m_memory.list(u"start/recent"_s), recentRun(report, path)));
    showRecent();
}

void MainWindow::showRecent()
{
    page<StartPage>()->showRecent(m_isSimulated ? QList<RecentRun>()
                                                : recentRuns(m_memory.list(u"start/recent"_s)),
                                  m_diagnosis->sessionContext().disk.now().time_since_epoch().count());
}

void MainWindow::pasteError(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    if (looksLikeReport(bytes)) {
        const auto report = reportIn(bytes);
        if (report)
            openReport(*report, {});
        else
            showProblem(report.problem());
        return;
    }
    page<StartPage>()->explain(text);
    showPage(page<StartPage>());
}

void MainWindow::showMessage(const QString &title, const QString &text)
{
    m_closeAnyway->hide();
    m_message->show(theme::Tone::Blocker, title, text);
}

void MainWindow::showDiagnosis(DiagnosisSession *diagnosis)
{
    disconnect(m_diagnosis, &DiagnosisSession::reportChanged, this, nullptr);
    if (m_diagnosis != m_setup->diagnosis())
        m_diagnosis->deleteLater();
    m_diagnosis = diagnosis;
    connect(m_diagnosis, &DiagnosisSession::reportChanged, this, &MainWindow::showWhoIsWho);
    page<DiagnosisPage>()->setSession(m_diagnosis);
    showWhoIsWho();
}

// A row for each page, in the order of the rail.
void MainWindow::addPages(const Work &work)
{
    addPage(new StartPage(work.trySimulation ? StartPage::Offer::Simulation : StartPage::Offer::Nothing,
                          work.situations));
    addPage(new SetupPage(m_setup));
    addPage(new DiagnosisPage(m_diagnosis));
    addPage(new TokenPage(m_token, m_identity));
    addPage(new TerraformPage(m_terraform));
    addPage(new SettingsPage(work.preferences, m_setup->signIn(), work.sessionContext.host.environment()));
    addPage(new AboutPage);
    page<StartPage>()->offerPages(m_pages);
    page<StartPage>()->setMachine(m_setup->whyWhere());
}

void MainWindow::addPage(Page *page)
{
    int number = 1;
    for (const Page *before : std::as_const(m_pages))
        number += before->group() == Page::Group::Work ? 1 : 0;
    page->setShortcut(page->group() == Page::Group::Work
                          ? QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + number))
                          : qobject_cast<SettingsPage *>(page) ? QKeySequence(Qt::CTRL | Qt::Key_Comma)
                                                               : QKeySequence(QKeySequence::HelpContents));
    m_pages.append(page);
}

void MainWindow::buildRail()
{
    m_rail = new QWidget(m_frame);
    m_rail->setAccessibleName(tr("Pages"));
    m_account = new AccountButton(m_rail);
    connect(m_account, &QAbstractButton::clicked, this, [this] {
        m_setup->begin();
        m_setup->goTo(SetupStep::SignIn);
        enterPage(page<SetupPage>());
    });
    auto *layout = new QVBoxLayout(m_rail);
    layout->setContentsMargins(theme::gap::tight, theme::gap::wide, theme::gap::tight, theme::gap::wide);
    layout->setSpacing(theme::gap::hair);
    m_railButtons.clear();
    bool isHelp = false;
    for (Page *page : std::as_const(m_pages)) {
        auto *button = new RailButton(page->iconName(), page->title(), m_rail);
        button->setToolTip(page->shortcut().toString(QKeySequence::NativeText));
        connect(button, &QAbstractButton::clicked, this, [this, page] { enterPage(page); });
        if (page->group() == Page::Group::Help && !isHelp) {
            isHelp = true;
            layout->addStretch(1);
            layout->addWidget(m_account);
        }
        layout->addWidget(button);
        m_railButtons.append(button);
    }
    QWidget *before = nullptr;
    for (int i = 0; i < layout->count(); ++i) {
        QWidget *widget = layout->itemAt(i)->widget();
        if (!widget)
            continue;
        if (before)
            QWidget::setTabOrder(before, widget);
        before = widget;
    }
    m_rail->setFixedWidth(std::max(144, m_rail->sizeHint().width()));
    m_railPlace->addWidget(m_rail);
}

void MainWindow::connectPages(const Work &work)
{
    auto *start = page<StartPage>();
    auto *setup = page<SetupPage>();
    auto *diagnosis = page<DiagnosisPage>();
    connect(start, &StartPage::pageWanted, this, &MainWindow::enterPage);
    if (work.trySimulation)
        connect(start, &StartPage::simulationWanted, this, work.trySimulation);
    connect(start, &StartPage::checkWanted, this, [this, diagnosis] {
        showDiagnosis(m_setup->diagnosis());
        showPage(diagnosis);
        diagnosis->setWhere(DiagnosisPage::Where::Here);
        diagnosis->run();
    });
    connect(start, &StartPage::openWanted, this, &MainWindow::chooseFile);
    connect(start, &StartPage::moreWanted, this, [this] { showPalette(tr("Simulate: %1").arg(QString())); });
    connect(start, &StartPage::recentWanted, this, [this, diagnosis](const RecentRun &run) {
        if (!run.reportPath.isEmpty()) {
            open(run.reportPath);
            return;
        }
        showDiagnosis(m_setup->diagnosis());
        showPage(diagnosis);
        diagnosis->setWhere(DiagnosisPage::Where::Here);
        diagnosis->ask(run.organization);
    });
    connect(m_setup->diagnosis(), &DiagnosisSession::finished, m_sessions,
            [this](const Report &report) { remember(report, {}); });
    connect(diagnosis, &DiagnosisPage::openWanted, this, &MainWindow::chooseFile);
    connect(diagnosis, &DiagnosisPage::openFileWanted, this, &MainWindow::open);
    connect(diagnosis, &DiagnosisPage::pasteWanted, this,
            [this] { pasteError(QGuiApplication::clipboard()->text()); });
    connect(setup, &SetupPage::reportWanted, this, &MainWindow::chooseFile);
    connect(page<SettingsPage>(), &SettingsPage::forgotten, this, [this] {
        m_isForgotten = true;
        m_memory.setList(u"start/recent"_s, {});
        showRecent();
    });
    connect(start, &StartPage::pasteWanted, this,
            [this] { pasteError(QGuiApplication::clipboard()->text()); });
    connect(diagnosis, &DiagnosisPage::closeWanted, this, [this] { showDiagnosis(m_setup->diagnosis()); });
    connect(diagnosis, &DiagnosisPage::actionWanted, this, &MainWindow::act);
    connect(setup, &SetupPage::detailsWanted, this, [this, diagnosis](const QString &check) {
        showPage(diagnosis);
        diagnosis->choose(check);
    });
    // A folder that was chosen in one place is where the others begin, when they have none.
    connect(page<TerraformPage>(), &TerraformPage::folderChosen, m_setup, [this] {
        if (m_setup->terraform()->directory().isEmpty())
            m_setup->terraform()->setDirectory(m_terraform->directory(), m_terraform->place());
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
    connect(m_setup, &SetupSession::changed, this, &MainWindow::showWhoIsWho);
    connect(m_identity, &IdentitySession::changed, this, &MainWindow::showWhoIsWho);
    connect(m_terraform, &TerraformSession::changed, this, &MainWindow::showWhoIsWho);
    connect(m_setup->diagnosis(), &DiagnosisSession::finished, m_terraform,
            [this](const Report &report) { m_terraform->setSeen(report); });
}

void MainWindow::act(FindingAction action)
{
    if (action == FindingAction::EditConfiguration) {
        openInTerraform(m_diagnosis->question());
        enterPage(page<TerraformPage>());
        return;
    }
    // The guided path knows this machine from a diagnosis of its own.
    const auto origin = m_diagnosis == m_setup->diagnosis() ? SetupSession::Origin::ThisMachine
                                                            : SetupSession::Origin::AnotherMachine;
    m_setup->beginFrom(m_diagnosis->report(), origin, action);
    enterPage(page<SetupPage>());
}

void MainWindow::shareQuestion(const Question &question)
{
    const auto share = [this](const Question &asked) {
        m_token->setQuestion(asked);
        m_identity->setQuestion(asked);
        m_terraform->setQuestion(asked);
    };
    share(question);
    connect(m_diagnosis, &DiagnosisSession::questionChanged, m_sessions,
            [this, share] { share(m_diagnosis->question()); });
}

void MainWindow::shareFolder(const Question &question)
{
    if (!question.terraformFolder)
        return;
    const QString folder = question.terraformFolder->value;
    if (question.configuration == Question::Configuration::OnMachine) {
        page<TerraformPage>()->offerMachineFolder(folder);
        page<SetupPage>()->offerMachineFolder(folder);
    } else {
        m_setup->terraform()->setDirectory(folder);
    }
    openInTerraform(question);
}

void MainWindow::openInTerraform(const Question &question)
{
    if (!question.terraformFolder)
        return;
    const QString folder = question.terraformFolder->value;
    const auto place = question.configuration == Question::Configuration::OnMachine
        ? TerraformSession::Place::OnMachine
        : TerraformSession::Place::OnDisk;
    if (m_terraform->directory() == folder && m_terraform->place() == place)
        m_terraform->reload();
    else
        m_terraform->setDirectory(folder, place);
}

void MainWindow::showPage(Page *page)
{
    const auto index = m_pages.indexOf(page);
    if (index < 0)
        return;
    m_current = int(index);
    m_stack->setCurrentIndex(m_current);
    for (qsizetype i = 0; i < m_railButtons.size(); ++i)
        m_railButtons[i]->setChecked(i == index);
    showWhoIsWho();
}

void MainWindow::enterPage(Page *page)
{
    showPage(page);
    page->takeFocus();
}

void MainWindow::showProblem(const Problem &problem)
{
    m_closeAnyway->hide();
    m_message->show(problem, m_diagnosis->sessionContext().sandbox);
}

void MainWindow::showWhoIsWho()
{
    if (!currentPage())
        return;
    // The bar keeps its height, so that nothing jumps. It is about this machine alone.
    const bool isElsewhere = shows<SetupPage>() && m_setup->where() == SetupSession::Where::Elsewhere;
    m_identityLine->setVisible(!currentPage()->showsIdentities() && !isElsewhere);
    m_identityLine->setDocument(whoIsWho(m_diagnosis->document(), *m_identity, *m_terraform));
}

void MainWindow::showWhoIsSignedIn()
{
    m_account->showSignIn(*m_setup->signIn());
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if ((urls.size() == 1 && urls.first().isLocalFile()) || event->mimeData()->hasText())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.first().isLocalFile())
        open(urls.first().toLocalFile());
    else if (event->mimeData()->hasText())
        pasteError(event->mimeData()->text());
    else
        return;
    event->acceptProposedAction();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    for (const Page *page : std::as_const(m_pages)) {
        const QString work = page->unfinishedWork();
        if (work.isEmpty() || m_closing)
            continue;
        // What was sent stays recorded, so closing loses nothing but the wait for the answer.
        m_message->show(theme::Tone::Warning, work,
                        tr("If you close the window now, the remaining changes are not made. The receipt "
                           "records what was sent, so you can continue later."));
        m_closeAnyway->show();
        event->ignore();
        return;
    }
    m_memory.setBytes(u"window/geometry"_s, saveGeometry());
    for (const Page *page : std::as_const(m_pages))
        page->save(&m_memory);
    // Layout is not worth a question to somebody who is leaving.
    if (!m_isForgotten)
        static_cast<void>(m_memory.save());
    m_setup->diagnosis()->stop();
    m_diagnosis->stop();
    QMainWindow::closeEvent(event);
}

} // namespace signet
