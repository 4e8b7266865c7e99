#include "core/diagnosis/checks/terraform/checks.h"

#include "core/diagnosis/checks/terraform/connection.h"
#include "core/diagnosis/checks/terraform/decision.h"
#include "core/result/reason.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Terraform configures the provider once for each block that something uses, and every one must work. One
// that works as another identity, or in another organization, may be meant so: the person has to say.
CheckVerdict terraformBlocks(const Facts &facts)
{
    const auto *seen = facts.seen<ProviderConnectionsSeen>();
    if (!seen || seen->blocks.isEmpty()) {
        // Of a single block all is said by the other checks, whether or not it was asked with in time.
        const auto *configuration = facts.seen<ConfigurationSeen>();
        const bool isSingle = configuration && configuration->read && configuration->blocks.size() == 1;
        return isSingle ? passed() : unclear();
    }
    const DecisionSeen &first = seen->blocks.first().decision;
    std::optional<CheckVerdict> doubt;
    for (const ProviderConnectionsSeen::Block &block : seen->blocks.mid(1)) {
        const DecisionSeen &decision = block.decision;
        const auto evidence = [&block](const QString &credential) {
            return QJsonObject{{u"block"_s, block.name},
                               {u"alias"_s, block.alias},
                               {u"use"_s, block.use},
                               {u"path"_s, block.place},
                               {u"credential"_s, credential}};
        };
        const bool isRefused =
            decision.stage == DecisionStage::Prepare || decision.stage == DecisionStage::Input;
        if (!isRefused && !decision.unknownArguments.isEmpty()) {
            doubt = unclear(finding::providerValueUnknown, {{u"variable"_s, unknownWords(decision)}});
            continue;
        }
        if (isRefused || decision.decidedBy != facts.question().terraformCredential())
            return failed(finding::providerBlockDiffers,
                          evidence(isRefused ? decision.error : nameOf(decision.decidedBy)));
        const bool isMisaddressed =
            decision.address.problem && decision.address.form != ProviderAddress::Form::LegacyHost;
        if (block.connection ? !isConnected(block)
                             : isMisaddressed || block.tokenFault != IdentityFault::None)
            return failed(finding::providerBlockDiffers,
                          evidence(reasonText(QT_TRANSLATE_NOOP(
                              "Reason", "an identity or an organization that does not work here"))));
        if (!block.connection) {
            if (!doubt || doubt->status != Status::Unknown)
                doubt = unclear();
            continue;
        }
        const bool isOther = decision.clientId.compare(first.clientId, Qt::CaseInsensitive) != 0;
        const QJsonObject other =
            evidence(reasonText(QT_TRANSLATE_NOOP("Reason", "another managed identity")));
        if (isOther && (facts.question().namedClientId() || facts.question().objectId))
            return failed(finding::providerBlockDiffers, other);
        if (isOther && !doubt)
            doubt = warning(finding::providerBlockDiffers, other);
    }
    return doubt.value_or(passed());
}

} // namespace

Check terraformBlocksCheck()
{
    return {.id = CheckId("terraform.blocks"_L1),
            .stage = "terraform"_L1,
            .title = QT_TRANSLATE_NOOP("Check", "Every provider block in use works as the intended identity"),
            .considers = {check::terraformConnection, check::terraformConfiguration},
            .judge = terraformBlocks,
            .applies = hasConfiguration};
}

} // namespace signet
