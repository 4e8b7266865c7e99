#include "ui/terraform/terraformpage.h"

#include "core/terraform/environmentoutput.h"
#include "ui/terraform/chainview.h"
#include "ui/terraform/obstaclebox.h"
#include "ui/terraform/outputspanel.h"
#include "ui/terraform/valuesmodel.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/message.h"
#include "ui/windowmemory.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>
#include <QUrl>

using namespace signet;
using namespace Qt::StringLiterals;

// Stands for the desktop that opens files.
class Editor : public QObject {
    Q_OBJECT

public:
    Editor() { QDesktopServices::setUrlHandler(u"file"_s, this, "open"); }
    ~Editor() override { QDesktopServices::unsetUrlHandler(u"file"_s); }
    QStringList opened;

public Q_SLOTS:
    void open(const QUrl &url) { opened.append(url.toLocalFile()); }
};

class TestTerraformPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void emptyPageSaysHowToBegin();
    void missingFolderIsSaidInPlace();
    void everyCredentialIsARow();
    void everyBlockIsARow();
    void noObstacleIsAtWhatIsNotReached();
    void oneRowDecides();
    void trapStandsBelowItsCredential();
    void explanationUnfolds();
    void faultStandsAboveTheDecision();
    void linkOpensTheFile();
    void simulatedFilesAreNoLinks();
    void valuesHoldTheRulesOfModels();
    void rowOfAValueOpensItsFile();
    void nothingIsWrittenWithoutAYes();
    void writingMakesTheFileAndNamesTheBackup();
    void writingIsUndone();
    void backupWithASecretIsDeleted();
    void organizationIsAskedForWhereItIsUnknown();
    void changeMeanwhileIsRefused();
    void nothingToChangeIsSaid();
    void variablesAreTakenAwayByCommand();
    void versionIsJudgedAnew();
    void blockIsChosen();
    void settingsGoToTheEnvironment();
    void outputsFitTheirTarget_data();
    void outputsFitTheirTarget();
    void valueThatDoesNotFitSaysWhy();
    void droppedFolderIsRead_data();
    void droppedFolderIsRead();
    void recentFoldersAreRemembered();
    void commandsAreTheSameInATerminal();
    void keyboardAloneWrites();
};

namespace {

const QByteArray requirement = "terraform {\n"
                               "  required_providers {\n"
                               "    azuredevops = {\n"
                               "      source  = \"microsoft/azuredevops\"\n"
                               "      version = \">= 1.11.2, < 2.0.0\"\n"
                               "    }\n"
                               "  }\n"
                               "}\n";
const QByteArray healthyBlock = "provider \"azuredevops\" {\n"
                                "  org_service_url = \"https://dev.azure.com/contoso\"\n"
                                "  use_msi         = true\n"
                                "  use_cli         = false\n"
                                "}\n";
const QByteArray forgetfulBlock = "provider \"azuredevops\" {\n"
                                  "  org_service_url = \"https://dev.azure.com/contoso\"\n"
                                  "}\n";

// A folder with a configuration, and a page that shows it.
class Bench {
public:
    explicit Bench(const QMap<QString, QByteArray> &files, const QMap<QString, QString> &variables = {})
    {
        for (auto it = files.begin(); it != files.end(); ++it)
            put(it.key(), it.value());
        HostImage machine;
        machine.env = variables;
        m_session = std::make_unique<TerraformSession>(
            SessionContext{Host::from(machine), NetSettings(), Host::real()});
        m_page = std::make_unique<TerraformPage>(m_session.get());
        m_page->resize(1120, 760);
        m_page->show();
        m_page->activateWindow();
        if (!QTest::qWaitForWindowActive(m_page.get()))
            qFatal("the window did not become active");
        if (!files.isEmpty())
            m_session->setDirectory(folder());
    }

    QString folder() const { return m_folder.path(); }
    QString path(const QString &file) const { return m_folder.filePath(file); }
    void put(const QString &name, const QByteArray &content) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(name));
    }
    QByteArray content(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    // Files are read on another thread.
    void settle() const
    {
        if (!QTest::qWaitFor([this] { return !m_session->isReading(); }, 20'000))
            qFatal("the configuration is still being read");
    }
    TerraformSession &session()
    {
        settle();
        return *m_session;
    }
    TerraformPage &page() { return *m_page; }

    template <class T>
    QList<T *> visible() const
    {
        // What was put into the page just now shows at the next turn of the event loop.
        QCoreApplication::processEvents();
        settle();
        QCoreApplication::processEvents();
        QList<T *> found;
        for (T *widget : m_page->findChildren<T *>()) {
            if (widget->isVisible())
                found.append(widget);
        }
        return found;
    }
    QPushButton *button(const QString &beginning) const
    {
        for (QPushButton *button : visible<QPushButton>()) {
            if (button->text().remove(u'&').startsWith(beginning))
                return button;
        }
        return nullptr;
    }
    QComboBox *choice(const QString &name) const
    {
        for (QComboBox *choice : visible<QComboBox>()) {
            if (choice->accessibleName() == name)
                return choice;
        }
        return nullptr;
    }
    CommandBox *box(const QString &language) const
    {
        for (CommandBox *box : visible<CommandBox>()) {
            if (box->text().contains(language))
                return box;
        }
        return nullptr;
    }
    QString text() const
    {
        QStringList texts;
        for (const QLabel *label : visible<QLabel>())
            texts.append(label->text());
        for (const CommandBox *box : visible<CommandBox>())
            texts.append(box->text());
        return texts.join(u'\n');
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<TerraformSession> m_session;
    std::unique_ptr<TerraformPage> m_page;
};

void choose(QComboBox *choice, int index)
{
    choice->setCurrentIndex(index);
    Q_EMIT choice->activated(index);
}

int topOf(const QWidget *widget)
{
    return widget->mapTo(widget->window(), QPoint()).y();
}

} // namespace

void TestTerraformPage::emptyPageSaysHowToBegin()
{
    Bench bench({});
    QVERIFY(bench.text().contains(u"No configuration read yet"_s));
    QVERIFY(bench.button(u"Choose the folder"_s));
    QVERIFY(!bench.button(u"Write"_s));
    QVERIFY(bench.visible<ChainRow>().isEmpty());
}

void TestTerraformPage::missingFolderIsSaidInPlace()
{
    Bench bench({});
    bench.session().setDirectory(u"/no/such/folder"_s);
    QVERIFY(!bench.visible<Message>().isEmpty());
    QVERIFY(bench.text().contains(u"/no/such/folder"_s));
    // Gone with what it was about.
    bench.put(u"main.tf"_s, healthyBlock);
    bench.session().setDirectory(bench.folder());
    QVERIFY(!bench.text().contains(u"/no/such/folder"_s));
}

void TestTerraformPage::everyCredentialIsARow()
{
    Bench bench({{u"main.tf"_s, requirement + healthyBlock}});
    const ExplanationDocument document = *bench.session().document();
    const auto rows = bench.visible<ChainRow>();
    QCOMPARE(rows.size(), document.chain.size());
    const QString text = bench.text();
    for (const auto &credential : document.chain) {
        QVERIFY2(text.contains(credential.name), qPrintable(credential.name));
        QVERIFY2(text.contains(credential.stateWords), qPrintable(credential.stateWords));
        QVERIFY2(text.contains(credential.why), qPrintable(credential.why));
    }
    int before = -1;
    for (const ChainRow *row : rows) {
        QVERIFY(topOf(row) > before);
        before = topOf(row);
    }
    QVERIFY(text.contains(document.sentence));
    for (const QString &fact : document.facts)
        QVERIFY2(text.contains(fact), qPrintable(fact));
}

void TestTerraformPage::everyBlockIsARow()
{
    Bench bench({{u"main.tf"_s,
                  requirement + healthyBlock
                      + "provider \"azuredevops\" {\n  alias                 = \"fabrikam\"\n"
                        "  org_service_url       = \"https://dev.azure.com/fabrikam\"\n"
                        "  personal_access_token = var.pat\n}\n"
                        "variable \"pat\" {\n  default = \"not-a-real-token\"\n}\n"
                        "data \"azuredevops_project\" \"a\" {\n  name = \"a\"\n}\n"
                        "data \"azuredevops_project\" \"b\" {\n  provider = azuredevops.fabrikam\n"
                        "  name     = \"b\"\n}\n"}});
    bench.settle();
    QVERIFY(bench.text().contains(u"2 provider blocks, 1 in the way"_s));
    auto *blocks = bench.page().findChild<QTreeWidget *>();
    QVERIFY(blocks->isVisible());
    QCOMPARE(blocks->topLevelItemCount(), 2);
    QTreeWidgetItem *fabrikam = blocks->topLevelItem(1);
    QCOMPARE(fabrikam->text(0), u"azuredevops.fabrikam"_s);
    QVERIFY(fabrikam->text(1).contains(u"personal access token"_s));
    // The row leads to its block.
    Q_EMIT blocks->itemClicked(fabrikam, 0);
    bench.settle();
    QCOMPARE(bench.session().alias(), u"fabrikam"_s);
    QVERIFY(bench.text().contains(u"owner of a personal access token"_s));
    QVERIFY(!bench.text().contains(u"not-a-real-token"_s));
}

void TestTerraformPage::noObstacleIsAtWhatIsNotReached()
{
    Bench bench({{u"main.tf"_s, requirement + healthyBlock}},
                {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"not-a-real-token"_s}});
    const ExplanationDocument document = *bench.session().document();
    for (const auto &obstacle : document.obstacles) {
        if (obstacle.credential >= 0)
            QVERIFY2(document.chain[obstacle.credential].state != ChainState::NotReached,
                     qPrintable(obstacle.text));
    }
}

void TestTerraformPage::oneRowDecides()
{
    Bench bench({{u"main.tf"_s, requirement + healthyBlock}});
    int chosen = 0;
    for (const ChainRow *row : bench.visible<ChainRow>())
        chosen += row->state() == ChainState::Selected ? 1 : 0;
    QCOMPARE(chosen, 1);
}

void TestTerraformPage::trapStandsBelowItsCredential()
{
    Bench bench({{u"main.tf"_s, requirement + healthyBlock}},
                {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"not-a-real-token"_s}});
    const auto rows = bench.visible<ChainRow>();
    const ObstacleBox *trap = nullptr;
    for (const ObstacleBox *box : bench.visible<ObstacleBox>()) {
        if (box->findingId() == finding::patOverridesMsi)
            trap = box;
    }
    QVERIFY(trap);
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [](const ChainRow *one) { return one->state() == ChainState::Selected; });
    QVERIFY(row != rows.end());
    const ChainRow *next = std::next(row) != rows.end() ? *std::next(row) : nullptr;
    QTRY_VERIFY(topOf(trap) > topOf(*row) && (!next || topOf(trap) < topOf(next)));
    QVERIFY(!bench.text().contains(u"not-a-real-token"_s));
}

void TestTerraformPage::explanationUnfolds()
{
    Bench bench({{u"main.tf"_s, requirement + healthyBlock}},
                {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"not-a-real-token"_s}});
    const ExplanationDocument document = *bench.session().document();
    const auto obstacle =
        std::find_if(document.obstacles.begin(), document.obstacles.end(),
                     [](const auto &one) { return one.findingId.toString() == "pat-overrides-msi"_L1; });
    QVERIFY(obstacle != document.obstacles.end());
    QVERIFY(!obstacle->explanation.fix.isEmpty());
    const QString step = obstacle->explanation.fix.first().text;
    QVERIFY(!bench.text().contains(step));
    for (ObstacleBox *box : bench.visible<ObstacleBox>())
        box->setOpen(true);
    QVERIFY(bench.text().contains(step));
}

void TestTerraformPage::faultStandsAboveTheDecision()
{
    Bench bench({{u"main.tf"_s, requirement + healthyBlock}, {u"broken.tf"_s, "resource \"x\" {\n"}});
    const ObstacleBox *fault = nullptr;
    for (const ObstacleBox *box : bench.visible<ObstacleBox>()) {
        if (box->findingId() == finding::configurationSyntaxError)
            fault = box;
    }
    QVERIFY(fault);
    QTRY_VERIFY(topOf(fault) < topOf(bench.visible<ChainRow>().first()));
    QVERIFY(bench.text().contains(u"No edit is possible"_s));
    QVERIFY(!bench.button(u"Write"_s));
}

void TestTerraformPage::linkOpensTheFile()
{
    Editor editor;
    Bench bench({{u"main.tf"_s, requirement + healthyBlock}});
    QPushButton *link = bench.button(u"use_msi, main.tf:"_s);
    QVERIFY(link);
    link->click();
    QCOMPARE(editor.opened, QStringList{bench.path(u"main.tf"_s)});
}

void TestTerraformPage::simulatedFilesAreNoLinks()
{
    HostImage machine;
    FileImage file;
    file.text = requirement + healthyBlock;
    machine.files.insert(u"/infra/main.tf"_s, file);
    TerraformSession session(SessionContext{Host::from(machine), NetSettings(), Host::real()});
    TerraformPage page(&session);
    page.resize(1120, 760);
    page.show();
    session.setDirectory(u"/infra"_s, TerraformSession::Place::OnMachine);
    QTRY_VERIFY(session.explanation());
    for (const QPushButton *button : page.findChildren<QPushButton *>())
        QVERIFY2(!button->text().contains(u"main.tf"_s), qPrintable(button->text()));
}

void TestTerraformPage::valuesHoldTheRulesOfModels()
{
    ValuesModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setValues({{u"use_msi"_s, u"true"_s, u"main.tf:3"_s, {u"main.tf"_s, 3}},
                     {u"client_id"_s, u"\"id\""_s, u"variable ARM_CLIENT_ID"_s, {}}});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.columnCount(), 3);
    QCOMPARE(model.index(0, ValuesModel::PlaceColumn).data().toString(), u"main.tf:3"_s);
    QCOMPARE(model.index(0, 0).data(ValuesModel::FileRole).toString(), u"main.tf"_s);
    QCOMPARE(model.index(1, 0).data(ValuesModel::FileRole).toString(), QString());
    model.setValues({});
    QCOMPARE(model.rowCount(), 0);
}

void TestTerraformPage::rowOfAValueOpensItsFile()
{
    Editor editor;
    Bench bench({{u"main.tf"_s, requirement + healthyBlock}});
    bench.settle();
    auto *table = bench.page().findChild<QTableView *>();
    QVERIFY(table->model()->rowCount() >= 3);
    Q_EMIT table->activated(table->model()->index(0, 0));
    QCOMPARE(editor.opened, QStringList{bench.path(u"main.tf"_s)});
}

void TestTerraformPage::nothingIsWrittenWithoutAYes()
{
    Bench bench({{u"main.tf"_s, requirement + forgetfulBlock}});
    QPushButton *action = bench.button(u"Write 1 file…"_s);
    QVERIFY(action);
    action->click();
    QCOMPARE(bench.content(u"main.tf"_s), requirement + forgetfulBlock);
    QVERIFY(bench.text().contains(u"Write main.tf in "_s));
    QVERIFY(!bench.button(u"Write 1 file…"_s));
    bench.button(u"Cancel"_s)->click();
    QVERIFY(bench.button(u"Write 1 file…"_s));
    QVERIFY(!bench.text().contains(u"Write main.tf in "_s));
    QCOMPARE(bench.content(u"main.tf"_s), requirement + forgetfulBlock);
    // Escape says no, too.
    bench.button(u"Write 1 file…"_s)->click();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!bench.button(u"Cancel"_s));
    QCOMPARE(bench.content(u"main.tf"_s), requirement + forgetfulBlock);
}

void TestTerraformPage::writingMakesTheFileAndNamesTheBackup()
{
    Bench bench({{u"main.tf"_s, requirement + forgetfulBlock}});
    QVERIFY(!bench.session().explanation()->isAsItShouldBe());
    const QByteArray after = bench.session().edit()->changes.first().after;
    bench.button(u"Write 1 file…"_s)->click();
    bench.button(u"Write 1 file"_s)->click();
    QCOMPARE(bench.content(u"main.tf"_s), after);
    QVERIFY(after.contains("use_msi"));
    const QString text = bench.text();
    QVERIFY(text.contains(u"1 file was written"_s));
    QVERIFY2(text.contains(u"main.tf.signet-backup"_s), qPrintable(text));
    QCOMPARE(bench.content(u"main.tf.signet-backup"_s), requirement + forgetfulBlock);
    // The page is about what is there now.
    QVERIFY(bench.session().explanation()->isAsItShouldBe());
    QVERIFY(text.contains(u"Nothing to change"_s));
    QVERIFY(!bench.button(u"Write"_s));
}

void TestTerraformPage::writingIsUndone()
{
    Bench bench({{u"main.tf"_s, requirement + forgetfulBlock}});
    bench.button(u"Write 1 file…"_s)->click();
    bench.button(u"Write 1 file"_s)->click();
    QVERIFY2(bench.text().contains(u"terraform init && terraform plan"_s), qPrintable(bench.text()));
    // What somebody else has written since is not undone.
    const QByteArray after = bench.content(u"main.tf"_s);
    bench.put(u"main.tf"_s, after + "# mine\n");
    QVERIFY(!bench.session().undoWrite());
    bench.put(u"main.tf"_s, after);
    bench.button(u"Undo"_s)->click();
    QCOMPARE(bench.content(u"main.tf"_s), requirement + forgetfulBlock);
    QVERIFY(!QFile::exists(bench.path(u"main.tf.signet-backup"_s)));
    QVERIFY(!bench.session().explanation()->isAsItShouldBe());
    QVERIFY(!bench.text().contains(u"terraform init && terraform plan"_s));
}

void TestTerraformPage::backupWithASecretIsDeleted()
{
    const QByteArray token = "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst";
    Bench bench({{u"main.tf"_s,
                  requirement
                      + "provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n"
                        "  personal_access_token = \""
                      + token + "\"\n}\n"}});
    QVERIFY2(!bench.text().contains(QString::fromLatin1(token)), "the token is shown before writing");
    bench.button(u"Write 1 file…"_s)->click();
    bench.button(u"Write 1 file"_s)->click();
    QVERIFY(!bench.text().contains(QString::fromLatin1(token)));
    QVERIFY2(bench.text().contains(u"1 backup still contains a secret"_s), qPrintable(bench.text()));
    QVERIFY(bench.content(u"main.tf.signet-backup"_s).contains(token));
    QPushButton *remove = bench.button(u"Delete the backup"_s);
    QVERIFY(remove);
    remove->click();
    QVERIFY(!QFile::exists(bench.path(u"main.tf.signet-backup"_s)));
    QVERIFY(!bench.text().contains(u"still contains a secret"_s));
    QVERIFY(!bench.content(u"main.tf"_s).contains(token));
}

void TestTerraformPage::organizationIsAskedForWhereItIsUnknown()
{
    Bench bench(
        {{u"main.tf"_s, requirement + "resource \"azuredevops_project\" \"a\" {\n  name = \"a\"\n}\n"}});
    QVERIFY(bench.session().asksForOrganization());
    QVERIFY(!bench.session().canWrite());
    const auto fields = bench.visible<QLineEdit>();
    QLineEdit *field = nullptr;
    for (QLineEdit *one : fields) {
        if (one->accessibleName() == u"Organization"_s)
            field = one;
    }
    QVERIFY(field);
    QTest::keyClicks(field, u"ftp://x"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(!bench.session().canWrite());
    field->setText(u"contoso"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(bench.session().canWrite());
    QVERIFY(bench.session().edit()->diff().contains("https://dev.azure.com/contoso"));
}

void TestTerraformPage::changeMeanwhileIsRefused()
{
    Bench bench({{u"main.tf"_s, requirement + forgetfulBlock}});
    bench.button(u"Write 1 file…"_s)->click();
    const QByteArray theirs = requirement + "# mine\n" + forgetfulBlock;
    bench.put(u"main.tf"_s, theirs);
    bench.button(u"Write 1 file"_s)->click();
    QCOMPARE(bench.content(u"main.tf"_s), theirs);
    QVERIFY(!QFile::exists(bench.path(u"main.tf.signet-backup"_s)));
    bool said = false;
    for (const Message *message : bench.visible<Message>())
        said = said || message->title().contains(u"main.tf"_s);
    QVERIFY(said);
    // What is shown now is an edit of what is there now.
    QVERIFY(bench.button(u"Write 1 file…"_s));
    QVERIFY(bench.session().edit()->changes.first().before == theirs);
}

void TestTerraformPage::nothingToChangeIsSaid()
{
    Bench bench({{u"main.tf"_s, requirement + healthyBlock}});
    QVERIFY(bench.text().contains(u"Nothing to change"_s));
    QVERIFY(!bench.button(u"Write"_s));
}

void TestTerraformPage::variablesAreTakenAwayByCommand()
{
    Bench bench({{u"main.tf"_s, requirement + healthyBlock}},
                {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, u"not-a-real-token"_s}});
    const CommandBox *commands = bench.box(u"unset AZDO_PERSONAL_ACCESS_TOKEN"_s);
    QVERIFY(commands);
    QComboBox *shell = bench.choice(u"Shell in which the variables are removed"_s);
    QVERIFY(shell);
    shell->setCurrentText(u"powershell"_s);
    QVERIFY(commands->text().contains(u"Remove-Item Env:AZDO_PERSONAL_ACCESS_TOKEN"_s));
}

void TestTerraformPage::versionIsJudgedAnew()
{
    Bench bench({{u"main.tf"_s, requirement + healthyBlock}});
    QComboBox *version = bench.choice(u"Provider version to evaluate"_s);
    QVERIFY(version);
    QCOMPARE(version->count(), ProviderVersion::knownReleases().size() + 1);
    QVERIFY(version->itemText(0).endsWith(u"in use"_s));
    const QString before = bench.session().document()->sentence;
    choose(version, version->findData(u"0.11.0"_s));
    QCOMPARE(bench.session().versionAsked().toString(), u"0.11.0"_s);
    QVERIFY(bench.session().document()->sentence != before);
    QVERIFY(!bench.session().versionChanges().isEmpty());
    QVERIFY(bench.text().contains(bench.session().versionChanges().first().text));
    choose(version, 0);
    QVERIFY(bench.session().versionAsked().isNull());
    QCOMPARE(bench.session().document()->sentence, before);
}

void TestTerraformPage::blockIsChosen()
{
    Bench one({{u"main.tf"_s, requirement + healthyBlock}});
    QVERIFY(!one.choice(u"Provider block"_s));

    const QByteArray second = "provider \"azuredevops\" {\n"
                              "  alias           = \"second\"\n"
                              "  org_service_url = \"https://dev.azure.com/fabrikam\"\n"
                              "}\n";
    Bench two({{u"main.tf"_s, requirement + healthyBlock + second}});
    QComboBox *block = two.choice(u"Provider block"_s);
    QVERIFY(block);
    QCOMPARE(block->count(), 2);
    choose(block, block->findData(u"second"_s));
    QCOMPARE(two.session().alias(), u"second"_s);
    QVERIFY(two.button(u"Write 1 file…"_s));
}

void TestTerraformPage::settingsGoToTheEnvironment()
{
    Bench bench({{u"main.tf"_s, requirement + healthyBlock}});
    QComboBox *way = bench.choice(u"Where the edit puts the settings"_s);
    QVERIFY(way);
    choose(way, 1);
    QCOMPARE(bench.session().fromEnvironment(), FromEnvironment::Yes);
    QVERIFY(bench.session().canWrite());
    QVERIFY(bench.session().writeCommand().contains(u"--from-environment"_s));
}

void TestTerraformPage::outputsFitTheirTarget_data()
{
    QTest::addColumn<QString>("target");
    QTest::newRow("provider block") << u"provider-block"_s;
    QTest::newRow("required_providers") << u"required-providers"_s;
    for (const QString &shell : shellNames())
        QTest::newRow(qPrintable(shell)) << shell;
}

void TestTerraformPage::outputsFitTheirTarget()
{
    QFETCH(QString, target);
    OutputsPanel panel(OutputsPanel::Targets::All);
    ProviderSettings settings;
    settings.organizationUrl = u"https://dev.azure.com/contoso"_s;
    panel.setSettings(settings, {});
    panel.choose(target);
    panel.show();
    const CommandBox *content = panel.findChild<CommandBox *>();
    QVERIFY(content->isVisible());
    QVERIFY(target == "required-providers"_L1 || content->text().contains(u"contoso"_s));
    QVERIFY(!panel.findChild<Message *>()->isVisible());
}

void TestTerraformPage::valueThatDoesNotFitSaysWhy()
{
    OutputsPanel panel(OutputsPanel::Targets::All);
    ProviderSettings settings;
    settings.organizationUrl = u"https://dev.azure.com/con\x01toso"_s;
    panel.setSettings(settings, {});
    panel.choose(u"bash"_s);
    panel.show();
    QVERIFY(!panel.findChild<CommandBox *>()->isVisible());
    QVERIFY(panel.findChild<Message *>()->isVisible());
    panel.setSettings({}, {});
    QVERIFY(panel.findChild<Message *>()->title().contains(u"organization is not known"_s));
}

void TestTerraformPage::droppedFolderIsRead_data()
{
    QTest::addColumn<bool>("file");
    QTest::newRow("folder") << false;
    QTest::newRow("file in it") << true;
}

void TestTerraformPage::droppedFolderIsRead()
{
    QFETCH(bool, file);
    const QTemporaryDir folder;
    QFile main(folder.filePath(u"main.tf"_s));
    QVERIFY(main.open(QIODevice::WriteOnly));
    main.write(requirement + healthyBlock);
    main.close();

    Bench bench({});
    bench.page().open(file ? main.fileName() : folder.path());
    QCOMPARE(bench.session().directory(), folder.path());
    QVERIFY(bench.session().explanation());
}

void TestTerraformPage::recentFoldersAreRemembered()
{
    HostImage machine;
    machine.env.insert(u"HOME"_s, u"/home/jane"_s);
    const Host host = Host::from(machine);
    Bench bench({});
    QVERIFY(!bench.button(u"Open recent"_s));
    bench.put(u"main.tf"_s, requirement + healthyBlock);
    auto *field = bench.page().findChild<QLineEdit *>();
    field->setFocus();
    QTest::keyClicks(field, bench.folder());
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(bench.session().explanation());
    QVERIFY(bench.button(u"Open recent"_s));
    WindowMemory written(host);
    bench.page().save(&written);
    QVERIFY(written.save());
    Bench later({});
    later.page().restore(WindowMemory(host));
    QVERIFY(later.button(u"Open recent"_s));
}

void TestTerraformPage::commandsAreTheSameInATerminal()
{
    Bench bench({{u"main.tf"_s, requirement + forgetfulBlock}});
    QVERIFY(!bench.box(u"signet terraform explain --dir"_s));
    bench.button(u"Show as command"_s)->click();
    const CommandBox *commands = bench.box(u"signet terraform explain --dir"_s);
    QVERIFY(commands);
    QVERIFY(commands->text().contains(bench.session().explainCommand()));
    QVERIFY(commands->text().contains(bench.session().writeCommand()));
}

void TestTerraformPage::keyboardAloneWrites()
{
    Bench bench({});
    bench.put(u"main.tf"_s, requirement + forgetfulBlock);
    bench.page().takeFocus();
    QTest::keyClicks(QApplication::focusWidget(), bench.folder());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(bench.session().explanation());
    const auto tabTo = [&bench](const QString &beginning) {
        for (int i = 0; i < 100; ++i) {
            auto *button = qobject_cast<QPushButton *>(QApplication::focusWidget());
            if (button && button->text().remove(u'&').startsWith(beginning))
                return true;
            QTest::keyClick(&bench.page(), Qt::Key_Tab);
        }
        return false;
    };
    QVERIFY(tabTo(u"Write 1 file…"_s));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    // The question has the keyboard.
    auto *yes = qobject_cast<QPushButton *>(QApplication::focusWidget());
    QVERIFY(yes);
    QCOMPARE(yes->text(), u"Write 1 file"_s);
    QTest::keyClick(yes, Qt::Key_Space);
    QVERIFY(bench.content(u"main.tf"_s).contains("use_msi"));
    QVERIFY(QApplication::focusWidget());
    QVERIFY(QApplication::focusWidget()->isVisible());
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    theme::apply(application, theme::Choice::Light);
    TestTerraformPage test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ui_terraform.moc"
