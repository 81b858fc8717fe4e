"""What events do at once to what people have and believe (model.md 11)."""

from sim.rule import Parameters, rule
from sim.rules.shape import clip01


@rule
def partly_anew(value: float, anew: float, share: float) -> float:
    """A state of which ``share``, in [0, 1], begins anew, as when some of those it belongs to are others now.

    >>> partly_anew(0.8, 0.4, 0.5), partly_anew(0.8, 0.4, 0.0)
    (0.6000000000000001, 0.8)
    """
    return value + share * (anew - value)


@rule
def insecurity_after_dismissals(insecurity: float, share: float, p: Parameters) -> float:
    """Job insecurity, in [0, 1], of those who stay when a share of the posts is dismissed (E46).

    >>> insecurity_after_dismissals(0.16, 0.1, p) > insecurity_after_dismissals(0.16, 0.05, p) > 0.16
    True
    """
    return clip01(insecurity + p.dismissals_on_insecurity * share)


@rule
def insecurity_after_lost_tender(insecurity: float, p: Parameters) -> float:
    """Job insecurity, in [0, 1], of those who go over to a contractor (E48).

    >>> insecurity_after_lost_tender(0.16, p) > 0.16
    True
    """
    return clip01(insecurity + p.insecurity_of_lost_tender)


@rule
def trust_after_lost_tender(trust: float, p: Parameters) -> float:
    """Trust in the organisation, in [0, 1], of those who go over to a contractor (E48).

    >>> trust_after_lost_tender(0.6, p) < 0.6
    True
    """
    return p.trust_kept_after_lost_tender * trust


@rule
def rules_taken_up(reported: float, p: Parameters) -> float:
    """Of so many rules that staff report in a rule hunt, how many are taken up within a year (E36; row 2.7).

    >>> round(rules_taken_up(232.0, p))
    102
    """
    return reported * p.reported_rules_taken_up


@rule
def rules_of_the_state(taken_up: float, p: Parameters) -> float:
    """Of so many rules taken up, how many are the state's: they are sent on to it, and stay (E36; row 2.7).

    >>> round(rules_of_the_state(103.0, p))
    19
    """
    return taken_up * p.taken_up_rules_of_the_state


@rule
def rules_removed(taken_up: float, p: Parameters) -> float:
    """Of so many rules taken up, how many go; the rest is the state's, upheld or left lying (E36; row 2.7).

    >>> round(rules_removed(103.0, p))
    21
    """
    return taken_up * p.taken_up_rules_removed
