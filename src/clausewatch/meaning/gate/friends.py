"""Words that look like forms of another word and are none: cutting endings alone would make one word of them.

Found by WordNet and GloVe: of the words of policies that share a stem, those that WordNet derives neither from the other and
whose vectors are not near; of these the ones that mean something else were kept by hand. No claim of an evaluation was
looked at.
"""

APART = """
police polices policed policing
apple apples
designate designates designated designating designation designations
imply implies implied implying implication implications
internal internally
precise precisely precision
role roles
directory directories
county counties
advise advises advised advising advisable
rely relies relied relying reliance
mission missions
fall falls falling fallen
informal informally
portion portions
portable
story stories
finance finances financed financing financial financially
finally finalize finalized final finals
authorize authorizes authorized authorizing authorization authorizations authorise authorises authorised authorising authorisation authorisations
fill fills filled filling
durable
suite suites
suitable suitably
several
donate donates donated donating donation donations
overly
treaty treaties
conversion conversions
probably probable
virtue virtues
caption captions captioned captioning
globe globes
important importance importantly
general generally
companion companions
information informations
"""
"""One word a line with its forms; they meet under the first and nothing else does."""
