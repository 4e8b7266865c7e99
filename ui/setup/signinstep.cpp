#include "ui/setup/signinstep.h"

#include "ui/theme.h"
#include "ui/widgets/copybutton.h"
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
#include <QSignalBlocker>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace signet {

SignInStep::SignInStep(SetupSession *session, QWidget *parent)
    : StepPanel(session, SetupStep::SignIn, parent)
    , m_message(new Message(this))
    , m_signOut(m_message->addButton(tr("Sign out")))
    , m_stop(m_message->addButton(tr("Stop")))
    , m_tenant(new QWidget(this))
    , m_tenants(new QComboBox(m_tenant))
    , m_prompt(new QWidget(this))
    , m_code(new QLabel(m_prompt))
    , m_copyCode(new CopyButton(tr("Copy the code"), tr("Copy the code"), m_prompt))
    , m_openPage(new QPushButton(icon(u"open"_s), tr("&Open the page"), m_prompt))
    , m_choice(new QWidget(this))
{
    m_stop->setIcon(icon(u"stop"_s));
    for (QPushButton *button : {m_signOut, m_stop, m_openPage})
        button->setAutoDefault(false);

    m_tenants->setAccessibleName(tr("Tenant to work in"));
    auto *tenantLabel = new QLabel(tr("&Tenant"), m_tenant);
    tenantLabel->setBuddy(m_tenants);
    auto *tenant = new QHBoxLayout(m_tenant);
    tenant->setContentsMargins(0, 0, 0, 0);
    tenant->setSpacing(theme::gap::tight);
    tenant->addWidget(tenantLabel);
    tenant->addWidget(m_tenants);
    tenant->addStretch(1);

    m_code->setFont(theme::titleFont(theme::codeFont(m_code->font())));
    m_code->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *prompt = new QHBoxLayout(m_prompt);
    prompt->setContentsMargins(0, 0, 0, 0);
    prompt->setSpacing(theme::gap::normal);
    prompt->addWidget(m_code);
    prompt->addWidget(m_copyCode);
    prompt->addWidget(m_openPage);
    prompt->addStretch(1);

    auto *choice = new QVBoxLayout(m_choice);
    choice->setContentsMargins(0, 0, 0, 0);
    choice->setSpacing(theme::gap::normal);
    choice->addWidget(makeWays());
    choice->addWidget(makeFields());

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::normal);
    layout->addWidget(headingLabel(tr("Who administers the organization?"), this));
    layout->addWidget(proseLabel(tr("Whoever adds the identity signs in, and only for that. Terraform never "
                                    "uses this sign-in."),
                                 this));
    layout->addWidget(m_message);
    layout->addWidget(m_tenant);
    layout->addWidget(m_prompt);
    layout->addWidget(m_choice);
    layout->addStretch(1);

    connect(m_signOut, &QPushButton::clicked, signIn(), &SignInSession::signOut);
    connect(m_stop, &QPushButton::clicked, signIn(), &SignInSession::stop);
    connect(m_openPage, &QPushButton::clicked, this, [this] {
        if (signIn()->deviceCode())
            QDesktopServices::openUrl(signIn()->deviceCode()->address);
    });
    connect(m_tenants, &QComboBox::activated, this, [this](int index) {
        const QString id = m_tenants->itemData(index).toString();
        if (id != signIn()->account().tenantId)
            signIn()->chooseTenant(id);
    });
}

QWidget *SignInStep::makeWays()
{
    auto *group = new QWidget(m_choice);
    auto *layout = new QVBoxLayout(group);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::hair);
    for (std::size_t i = 0; i < m_ways.size(); ++i) {
        const SignInWay &way = signInWays()[qsizetype(i)];
        m_ways[i] = new QRadioButton(way.title, group);
        m_ways[i]->setAccessibleName(way.title);
        m_ways[i]->setAccessibleDescription(way.explanation);
        if (i > 0)
            layout->addSpacing(theme::gap::hair);
        layout->addWidget(m_ways[i]);
        layout->addWidget(explanationLabel(way.explanation, group));
        connect(m_ways[i], &QRadioButton::clicked, this,
                [this, method = way.method] { session()->setWay(method); });
    }
    return group;
}

QWidget *SignInStep::makeFields()
{
    auto *fields = new QWidget(m_choice);
    m_clientIdField = new QWidget(fields);
    m_clientId = new QLineEdit(m_clientIdField);
    m_clientId->setAccessibleName(tr("Client id of the app registration"));
    m_clientId->setPlaceholderText(u"00000000-0000-0000-0000-000000000000"_s);
    m_clientId->setFont(theme::codeFont(m_clientId->font()));
    m_tokenField = new QWidget(fields);
    m_token = new QLineEdit(m_tokenField);
    m_token->setAccessibleName(tr("Personal access token"));
    m_token->setEchoMode(QLineEdit::Password);
    m_keep = new QCheckBox(tr("&Keep it in the keychain of this machine"), fields);
    m_keep->setAccessibleName(tr("Keep it in the keychain of this machine"));
    m_keep->setChecked(signIn()->keep());

    const auto addField = [](QWidget *parent, const QString &name, QLineEdit *field) {
        auto *label = new QLabel(name, parent);
        label->setBuddy(field);
        auto *layout = new QVBoxLayout(parent);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(theme::gap::hair);
        layout->addWidget(label);
        layout->addWidget(field);
    };
    addField(m_clientIdField, tr("Client &id of the app registration; empty: that of the profile"),
             m_clientId);
    addField(m_tokenField, tr("T&oken"), m_token);
    fields->setMaximumWidth(theme::proseWidth(this));
    auto *layout = new QVBoxLayout(fields);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap::tight);
    layout->addWidget(m_clientIdField);
    layout->addWidget(m_tokenField);
    layout->addWidget(m_keep);

    connect(m_clientId, &QLineEdit::textChanged, this,
            [this](const QString &text) { signIn()->setClientId(text.trimmed()); });
    connect(m_token, &QLineEdit::textChanged, this, &SignInStep::deedChanged);
    connect(m_keep, &QCheckBox::toggled, this, [this](bool keep) { signIn()->setKeep(keep); });
    return fields;
}

void SignInStep::showSignedIn()
{
    const Account account = signIn()->account();
    const QString who = account.label().isEmpty() ? tr("a personal access token") : account.label();
    if (const QString tenant = session()->otherTenant(); !tenant.isEmpty()) {
        m_message->show(theme::Tone::Blocker,
                        tr("%1 is signed in to another tenant than %2 belongs to")
                            .arg(account.displayName, session()->organization()->toString()),
                        tr("Signed in to %1; the organization belongs to %2.").arg(account.tenantId, tenant));
        return;
    }
    QString more = account.tenantId.isEmpty() ? QString() : tr("Tenant %1").arg(account.tenantId);
    if (signIn()->keepProblem())
        more += u'\n' + textOf(*signIn()->keepProblem()).title;
    m_message->show(theme::Tone::Ok, tr("Signed in as %1").arg(who), more);
}

void SignInStep::showWorking()
{
    const auto &code = signIn()->deviceCode();
    if (code) {
        m_message->show(theme::Tone::Info, tr("Waiting until this code is typed in"),
                        tr("Type it on %1, in a browser on any machine. It is good for %2 minutes.")
                            .arg(code->address.toString())
                            .arg(std::chrono::ceil<std::chrono::minutes>(code->expiresIn).count()));
        m_code->setText(code->userCode);
        m_code->setAccessibleName(code->userCode);
        m_copyCode->setContent(code->userCode);
    } else if (!signIn()->browserAddress().isEmpty()) {
        m_message->show(theme::Tone::Info, tr("Waiting for the sign-in in the browser"),
                        tr("It waits for at most 5 minutes."));
    } else {
        m_message->show(theme::Tone::Info, tr("Looking who is signed in"));
    }
}

void SignInStep::refresh(const Report &, const ReportDocument &)
{
    using State = SignInSession::State;
    const State state = signIn()->state();
    m_signOut->setVisible(state == State::SignedIn);
    m_stop->setVisible(state == State::Working);
    m_choice->setVisible(state == State::SignedOut);
    m_prompt->setVisible(state == State::Working && signIn()->deviceCode());
    if (state == State::SignedIn)
        showSignedIn();
    else if (state == State::Working)
        showWorking();
    else if (signIn()->problem())
        m_message->show(*signIn()->problem());
    else
        m_message->clear();

    const QList<TenantEntry> &tenants = signIn()->tenants();
    m_tenant->setVisible(state == State::SignedIn && tenants.size() > 1);
    if (m_tenants->count() != tenants.size()) {
        m_tenants->clear();
        for (const TenantEntry &entry : tenants)
            m_tenants->addItem(entry.displayName.isEmpty() ? entry.id : entry.displayName, entry.id);
    }
    m_tenants->setCurrentIndex(m_tenants->findData(signIn()->account().tenantId));

    const SignInMethod way = session()->way();
    for (std::size_t i = 0; i < m_ways.size(); ++i) {
        const QSignalBlocker quiet(m_ways[i]);
        m_ways[i]->setChecked(signInWays()[qsizetype(i)].method == way);
    }
    m_clientIdField->setVisible(needsClientId(way));
    m_tokenField->setVisible(way == SignInMethod::AccessToken);
    m_keep->setVisible(keepsSecret(way));
    if (state == State::SignedIn)
        m_token->clear();
    Q_EMIT deedChanged();
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
        signIn()->startWithAccessToken(Secret(m_token->text().trimmed().toUtf8()));
        m_token->clear();
    } else {
        StepPanel::act();
    }
}

} // namespace signet
