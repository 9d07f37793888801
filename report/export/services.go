package export

import "iter"

func services(s *Source) iter.Seq[Service] {
	return func(yield func(Service) bool) {
		g := s.Result.Input.Service
		if g == nil {
			return
		}
		for _, u := range g.Services {
			row := Service{Repository: s.Repository, Head: s.Head, Name: u.Name, Path: u.Path, Kind: u.Kind, Class: string(u.Class)}
			row.File, row.Line = first(u.Evidence)
			if !yield(row) {
				return
			}
		}
	}
}

func serviceEdges(s *Source) iter.Seq[ServiceEdge] {
	return func(yield func(ServiceEdge) bool) {
		g := s.Result.Input.Service
		if g == nil {
			return
		}
		for _, e := range g.Edges {
			row := ServiceEdge{
				Repository: s.Repository, Head: s.Head, From: e.From, To: e.To, Class: string(e.Class),
				Confidence: e.Confidence, Evidence: int64(len(e.Evidence)),
			}
			if len(e.Evidence) > 0 {
				row.File, row.Line = e.Evidence[0].File, int64(e.Evidence[0].Line)
			}
			if !yield(row) {
				return
			}
		}
	}
}
