#include "ui/setup/signinstep.h"

#include "core/signin/browsersignin.h"
#include "ui/setup/handoffview.h"
#include "ui/theme.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/foldsection.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// With its cause: what Microsoft Entra said, and the id of the request, are what others are asked about.
void showProblem(Message *message, const Problem &problem, const QString &sandbox)
{
    const FindingText words = describe(problem, sandbox);
    QStringList text{words.cause};
    if (!words.fix.isEmpty()) {
        const FindingText::Step &step = words.fix.first();
        // What the command line is told to run is done right here.
        text.append(step.action == StepAction::SignIn ? step.sentence()
                                                      : (step.text + u' ' + step.command).trimmed());
    }
    message->show(theme::Tone::Blocker, words.title, text.join(u'\n'));
}

} // namespace

SignInStep::SignInStep(SetupSession *session, QWidget *parent)
    : StepPanel(session, SetupStep::SignIn, parent)
    , m_message(new Message(this))
    , m_signOut(m_message->addButton(tr("Sign out")))
    , m_stop(m_message->addButton(tr("Stop")))
    , m_handOff(new HandOffView(session, this))
    , m_trouble(new Message(this))
    , m_tenant(new QWidget(this))
    , m_tenants(new QComboBox(m_tenant))
    , m_prompt(makePrompt())
    , m_choice(new QWidget(this))
{
    m_stop->setIcon(icon(u"stop"_s));
    for (QPushButton *button : {m_signOut, m_stop})
        button->setAutoDefault(false);

    m_tenants->setAccessibleName(tr("Tenant to use"));
    // A long name is cut rather than making the page wider.
    m_tenants->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_tenants->setMinimumContentsLength(24);
    m_tenants->setMaximumWidth(theme::proseWidth(this));
    auto *tenantLabel = new QLabel(tr("&Tenant"), m_tenant);
    tenantLabel->setBuddy(m_tenants);
    auto *tenant = new QHBoxLayout(m_tenant);
    tenant->setContentsMargins(0, 0, 0, 0);
    tenant->setSpacing(theme::gap::tight);
    tenant->addWidget(tenantLabel);
    tenant->addWidget(m_tenants);
    tenant->addStretch(1);

    auto *choice = new QVBoxLayout(m_choice);
    choice->setContentsMargins(0, 0, 0, 0);
    choice->setSpacing(theme::gap::normal);
    choice->addWidget(makeWays());
    makeFields();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(headingLabel(tr("Who administers the organization?"), this));
    layout->addWidget(proseLabel(tr("Sign in as the person who adds the identity. Signet uses this sign-in "
                                    "only for that; Terraform never does."),
                                 this));
    layout->addWidget(m_handOff);
    layout->addWidget(m_message);
    layout->addWidget(m_trouble);
    layout->addWidget(m_tenant);
    layout->addWidget(m_prompt);
    layout->addWidget(m_choice);
    layout->addStretch(1);

    connect(m_signOut, &QPushButton::clicked, signIn(), &SignInSession::signOut);
    connect(m_stop, &QPushButton::clicked, signIn(), &SignInSession::stop);
    connect(m_tenants, &QComboBox::activated, this, [this](int index) {
        const QString id = m_tenants->itemData(index).toString();
        if (id != signIn()->account().tenantId)
            signIn()->chooseTenant(id);
    });
}

QWidget *SignInStep::makePrompt()
{
    auto *group = new QWidget(this);
    m_code = new QLabel(group);
    m_code->setFont(theme::titleFont(theme::codeFont(m_code->font())));
    m_code->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copyCode = new CopyButton(tr("Copy the code"), tr("Copy the code"), group);
    m_copyAddress = new CopyButton(tr("Copy the address"), tr("Copy the address"), group);
    m_openPage = new QPushButton(icon(u"open"_s), {}, group);
    m_openPage->setAutoDefault(false);
    auto *layout = new QHBoxLayout(group);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(m_code);
    layout->addWidget(m_copyCode);
    layout->addWidget(m_copyAddress);
    layout->addWidget(m_openPage);
    layout->addStretch(1);
    connect(m_openPage, &QPushButton::clicked, this, [this] {
        if (const auto &code = signIn()->deviceCode())
            QDesktopServices::openUrl(code->address);
        else
            signIn()->openBrowserAgain();
    });
    return group;
}

QWidget *SignInStep::makeWays()
{
    auto *group = new QWidget(m_choice);
    m_list = new QVBoxLayout(group);
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(theme::gap::hair);
    const QList<SignInWay> ways = signInWays();
    for (std::size_t i = 0; i < m_ways.size(); ++i) {
        const SignInWay &way = ways[qsizetype(i)];
        m_ways[i] = new QRadioButton(way.title, group);
        m_ways[i]->setAccessibleName(way.title);
        m_ways[i]->setAccessibleDescription(way.explanation);
        if (i > 0)
            m_list->addSpacing(theme::gap::hair);
        m_explanations[i] = explanationLabel(way.explanation, group);
        m_list->addWidget(m_ways[i]);
        m_list->addWidget(m_explanations[i]);
        connect(m_ways[i], &QRadioButton::clicked, this, [this, method = way.method] {
            session()->setWay(method);
            // As soon as they have their place.
            QMetaObject::invokeMethod(this, &SignInStep::scrollToFields, Qt::QueuedConnection);
        });
    }
    return group;
}

QWidget *SignInStep::makeClientIdField()
{
    m_clientIdField = new QWidget(m_fields);
    m_clientId = new QLineEdit(m_clientIdField);
    m_clientId->setAccessibleName(tr("Client id of the app registration"));
    m_clientId->setFont(theme::codeFont(m_clientId->font()));
    auto *label = new QLabel(tr("Client &id of the app registration"), m_clientIdField);
    label->setBuddy(m_clientId);
    m_clientIdMessage = new Message(m_clientIdField);
    m_clientIdNote = mutedLabel({}, m_clientIdField);

    // The same words and the same command as where a sign-in failed for want of one.
    const FindingText words = describe(Problem(finding::signInClientMissing), session()->sandbox());
    auto *about = new QWidget(m_clientIdField);
    auto *command =
        new CommandBox(tr("command that creates an app registration"), CommandBox::Wrap::Yes, about);
    command->setText(words.fix.first().command);
    auto *details = new QVBoxLayout(about);
    details->setContentsMargins(0, 0, 0, 0);
    details->setSpacing(theme::gap::tight);
    details->addWidget(proseLabel(words.cause, about));
    details->addWidget(proseLabel(
        tr("Someone who is allowed to register apps creates it once. The command prints the client id:"),
        about));
    details->addWidget(command);
    details->addWidget(proseLabel(
        tr("It acts only on behalf of the person who signs in. Give it the delegated permission "
           "user_impersonation for Azure DevOps. To search for identities, also add user_impersonation for "
           "Azure Service Management and Application.Read.All for Microsoft Graph."),
        about));
    auto *fold = new FoldSection(tr("What it is, and how to create one"), about, m_clientIdField);
    fold->setOpen(false);

    auto *layout = new QVBoxLayout(m_clientIdField);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::hair);
    layout->addWidget(label);
    layout->addWidget(m_clientId);
    layout->addWidget(m_clientIdMessage);
    layout->addWidget(m_clientIdNote);
    layout->addWidget(fold);

    connect(m_clientId, &QLineEdit::textChanged, this,
            [this](const QString &text) { signIn()->setClientId(text.trimmed()); });
    // Not while a sign-in is running.
    connect(m_clientId, &QLineEdit::editingFinished, this, [this] {
        if (const auto wrong = signIn()->clientIdProblem())
            m_clientIdMessage->show(*wrong, session()->sandbox());
    });
    return m_clientIdField;
}

QWidget *SignInStep::makeTokenField()
{
    m_tokenField = new QWidget(m_fields);
    m_token = new QLineEdit(m_tokenField);
    m_token->setAccessibleName(tr("Personal access token"));
    m_token->setEchoMode(QLineEdit::Password);
    auto *label = new QLabel(tr("T&oken"), m_tokenField);
    label->setBuddy(m_token);
    m_openTokens = new QPushButton(icon(u"open"_s), tr("Create one in Azure DevOps"), m_tokenField);
    m_openTokens->setAutoDefault(false);

    auto *layout = new QVBoxLayout(m_tokenField);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::hair);
    layout->addWidget(label);
    layout->addWidget(m_token);
    layout->addWidget(mutedLabel(tr("To do everything a plan can do, the token needs the scopes %1. A plan "
                                    "lists the scope for each change.")
                                     .arg(accessTokenScopeNames().join(u", "_s)),
                                 m_tokenField));
    layout->addWidget(m_openTokens, 0, Qt::AlignLeft);

    connect(m_token, &QLineEdit::textChanged, this, &SignInStep::actionChanged);
    connect(m_openTokens, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(signIn()->accessTokenPage()); });
    return m_tokenField;
}

void SignInStep::makeFields()
{
    m_fields = new QWidget(m_ways.front()->parentWidget());
    m_keep = new QCheckBox(tr("&Keep it in this machine's keychain"), m_fields);
    m_keep->setAccessibleName(tr("Keep it in this machine's keychain"));
    m_keep->setChecked(signIn()->keep());
    auto *layout = new QVBoxLayout(m_fields);
    layout->setContentsMargins(m_explanations.front()->contentsMargins().left(), theme::gap::hair, 0,
                               theme::gap::tight);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(makeClientIdField());
    layout->addWidget(makeTokenField());
    layout->addWidget(m_keep);

    // Each by itself: a text that wraps has to know the width that it will have.
    const int widest = theme::proseWidth(this) - layout->contentsMargins().left();
    const QWidgetList all = m_fields->findChildren<QWidget *>();
    for (QWidget *one : all) {
        if (qobject_cast<QLabel *>(one) || qobject_cast<QLineEdit *>(one) || qobject_cast<CommandBox *>(one))
            one->setMaximumWidth(std::min(one->maximumWidth(), widest));
    }
    connect(m_keep, &QCheckBox::toggled, this, [this](bool keep) { signIn()->setKeep(keep); });
    for (QLineEdit *field : {m_clientId, m_token}) {
        connect(field, &QLineEdit::returnPressed, this, [this] {
            if (canAct())
                act();
        });
    }
}

void SignInStep::showSignedIn()
{
    const Account account = signIn()->account();
    const QString who = account.label().isEmpty() ? tr("a personal access token") : account.label();
    if (const QString tenant = session()->otherTenant(); !tenant.isEmpty()) {
        m_message->show(theme::Tone::Blocker,
                        tr("%1 is signed in to a different tenant than %2")
                            .arg(account.displayName, session()->organization()->toString()),
                        tr("The sign-in is in %1. The organization belongs to %2.")
                            .arg(signIn()->tenantName(account.tenantId), signIn()->tenantName(tenant)));
        return;
    }
    QStringList more;
    const QString tenant = signIn()->tenantName(account.tenantId);
    if (!account.tenantId.isEmpty())
        more.append(tenant == account.tenantId ? tr("Tenant %1").arg(tenant)
                                               : tr("Tenant %1 (%2)").arg(tenant, account.tenantId));
    // What this account can plan for is known before anything is chosen.
    const PickerModel *projects = session()->projectPicker();
    const auto organization = session()->organization();
    if (organization && projects->text().isEmpty() && projects->state() == PickerModel::State::Complete) {
        const int count = projects->rowCount();
        more.append(
            count == 0
                ? tr("Sees no project in %1, so it cannot give access to one.").arg(organization->toString())
                : tr("Sees %n project(s) in %1.", nullptr, count).arg(organization->toString()));
    }
    if (signIn()->keepProblem())
        more.append(describe(*signIn()->keepProblem()).title);
    else if (signIn()->isKept())
        more.append(tr("Kept in this machine's keychain until you sign out."));
    else if (keepsSecret(signIn()->signIn()->method()))
        more.append(tr("Not saved. The sign-in ends when you close this window."));
    m_message->show(theme::Tone::Ok, tr("Signed in as %1").arg(who), more.join(u'\n'));
}

void SignInStep::showWorking()
{
    const auto &code = signIn()->deviceCode();
    const QUrl &address = signIn()->browserAddress();
    m_prompt->setVisible(code || !address.isEmpty());
    m_code->setVisible(code.has_value());
    m_copyCode->setVisible(code.has_value());
    m_copyAddress->setVisible(!code);
    if (code) {
        m_message->show(theme::Tone::Info, tr("Waiting for you to enter this code"),
                        tr("Enter it at %1 in a browser on any machine. It is valid for %n minute(s).",
                           nullptr, int(std::chrono::ceil<std::chrono::minutes>(code->expiresIn).count()))
                            .arg(code->address.toString()));
        m_code->setText(code->userCode);
        m_code->setAccessibleName(code->userCode);
        m_copyCode->setContent(code->userCode);
        m_openPage->setText(tr("&Open the page"));
    } else if (!address.isEmpty()) {
        m_message->show(
            theme::Tone::Info, tr("Waiting for the sign-in in the browser"),
            tr("Signet waits for at most %n minute(s). If no browser opens, copy the address into "
               "a browser on this machine.",
               nullptr, int(browserLimit.count())));
        m_copyAddress->setContent(address.toString(QUrl::FullyEncoded));
        m_openPage->setText(tr("&Open the browser again"));
    } else {
        m_message->show(theme::Tone::Info, tr("Checking who is signed in"));
    }
}

void SignInStep::showTenants()
{
    if (isVisible())
        signIn()->loadTenants();
    const QList<TenantEntry> &tenants = signIn()->tenants();
    m_tenant->setVisible(signIn()->signIn() && tenants.size() > 1);
    QStringList names;
    for (const TenantEntry &entry : tenants)
        names.append(entry.displayName.isEmpty() ? entry.id : entry.displayName);
    QStringList shown;
    for (int i = 0; i < m_tenants->count(); ++i)
        shown.append(m_tenants->itemText(i));
    if (shown != names) {
        m_tenants->clear();
        for (qsizetype i = 0; i < names.size(); ++i) {
            m_tenants->addItem(names[i], tenants[i].id);
            m_tenants->setItemData(int(i), tenants[i].id, Qt::ToolTipRole);
        }
    }
    m_tenants->setCurrentIndex(
        m_tenants->findData(signIn()->account().tenantId, Qt::UserRole, Qt::MatchFixedString));
}

void SignInStep::showFields()
{
    const SignInMethod way = session()->way();
    const QList<SignInWay> ways = signInWays();
    for (std::size_t i = 0; i < m_ways.size(); ++i) {
        const QSignalBlocker quiet(m_ways[i]);
        const bool isChosen = ways[qsizetype(i)].method == way;
        m_ways[i]->setChecked(isChosen);
        if (isChosen && m_list->indexOf(m_fields) != m_list->indexOf(m_explanations[i]) + 1) {
            m_list->removeWidget(m_fields);
            m_list->insertWidget(m_list->indexOf(m_explanations[i]) + 1, m_fields);
        }
    }
    m_fields->setVisible(keepsSecret(way));
    m_clientIdField->setVisible(needsClientId(way));
    const QString &ofProfile = signIn()->profileClientId();
    m_clientId->setPlaceholderText(ofProfile.isEmpty() ? u"00000000-0000-0000-0000-000000000000"_s
                                                       : ofProfile);
    m_clientIdNote->setText(
        ofProfile.isEmpty()
            ? tr("This way needs an app registration, and Signet has none of its own. The profile remembers "
                 "the one you sign in with. Without one, use a personal access token, or ask an "
                 "administrator.")
            : tr("If you leave it empty, Signet uses the one in the profile."));
    if (!signIn()->clientIdProblem())
        m_clientIdMessage->clear();
    m_tokenField->setVisible(way == SignInMethod::AccessToken);
    m_openTokens->setVisible(!signIn()->accessTokenPage().isEmpty());
    m_keep->setVisible(keepsSecret(way));
}

void SignInStep::scrollToFields()
{
    for (QWidget *above = parentWidget(); above && m_fields->isVisible(); above = above->parentWidget()) {
        if (auto *area = qobject_cast<QScrollArea *>(above)) {
            area->ensureWidgetVisible(m_fields);
            return;
        }
    }
}

void SignInStep::refresh(const Report &, const ReportDocument &)
{
    using State = SignInSession::State;
    const State state = signIn()->state();
    m_signOut->setVisible(state == State::SignedIn);
    m_stop->setVisible(state == State::Working);
    m_choice->setVisible(state == State::SignedOut);
    m_prompt->setVisible(false);
    m_trouble->clear();
    if (state == State::SignedIn) {
        showSignedIn();
        m_token->clear();
        if (signIn()->problem())
            showProblem(m_trouble, *signIn()->problem(), session()->sandbox());
    } else if (state == State::Working) {
        showWorking();
    } else if (signIn()->problem()) {
        showProblem(m_message, *signIn()->problem(), session()->sandbox());
    } else {
        m_message->clear();
    }
    showTenants();
    showFields();
    m_handOff->refresh();
    Q_EMIT actionChanged();
}

QWidget *SignInStep::firstFocus() const
{
    if (canAct() || signIn()->state() != SignInSession::State::SignedOut)
        return nullptr;
    return session()->way() == SignInMethod::AccessToken ? m_token : m_clientId;
}

void SignInStep::showEvent(QShowEvent *event)
{
    StepPanel::showEvent(event);
    signIn()->loadTenants();
}

bool SignInStep::canAct() const
{
    const bool wantsToken =
        session()->way() == SignInMethod::AccessToken && signIn()->state() == SignInSession::State::SignedOut;
    return wantsToken ? !m_token->text().trimmed().isEmpty() : StepPanel::canAct();
}

void SignInStep::act()
{
    if (session()->way() == SignInMethod::AccessToken
        && signIn()->state() == SignInSession::State::SignedOut) {
        signIn()->startWithAccessToken(Secret(m_token->text().toUtf8()));
        m_token->clear();
    } else {
        StepPanel::act();
    }
}

} // namespace signet
