#include "core/session/whoiswho.h"

#include "core/findings/evidencewords.h"
#include "core/result/printable.h"
#include "core/session/identitysession.h"
#include "core/session/terraformsession.h"

using namespace Qt::StringLiterals;

namespace signet {

ReportDocument whoIsWho(const ReportDocument &diagnosed, const IdentitySession &identity,
                        const TerraformSession &terraform)
{
    ReportDocument document = diagnosed;
    if (!diagnosed.stages.isEmpty())
        return document;
    using State = ReportDocument::Card::State;
    ReportDocument::Card &machine = document.cards[0];
    const auto seen = identity.document();
    if (seen && seen->state != IdentityDocument::State::Unknown) {
        machine.state = seen->state == IdentityDocument::State::Known ? State::Known
            : seen->state == IdentityDocument::State::Asking          ? State::Asking
                                                                      : State::None;
        machine.name = seen->identityKind;
        if (const auto &claims = identity.seen()->claims; claims && !claims->objectId.isEmpty()) {
            const QString name = claims->miResourceId.section(u'/', -1);
            machine.name = name.isEmpty() ? shortened(claims->objectId) : printable(name);
            machine.objectId = claims->objectId;
        }
    }
    ReportDocument::Card &configured = document.cards[2];
    if (terraform.document() && configured.state == State::Unknown) {
        configured.name = credentialWords(toString(terraform.explanation()->decision.decidedBy));
        configured.lines = {terraform.document()->sentence};
    }
    return document;
}

} // namespace signet
